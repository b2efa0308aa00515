//! Between the codec's tree and the contract's structs.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tegata_operations::Error;

/// What the contract let through has the contract's shape: anything else is a fault of ours.
pub(crate) fn read<T: DeserializeOwned>(input: Value) -> Result<T, Error> {
    serde_json::from_value(input).map_err(Error::internal)
}

/// An operation's answer as a tree.
pub(crate) async fn answer<T: Serialize>(
    doing: impl Future<Output = Result<T, Error>>,
) -> Result<Value, Error> {
    serde_json::to_value(doing.await?).map_err(Error::internal)
}
