//! Dispatch: from an operation's name to the file that does it.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tegata_aws::contract::Protocol;
use tegata_aws::protocol::Output;
use tegata_operations::Error;

/// Makes a service's `dispatch` from the list of what is built: `"AddTags" => add_tags,` means the
/// function `add_tags` in the file of that name, `"ListX" => absent::x::list_x,` one in a file of several.
macro_rules! dispatch {
    (@function $file:ident) => { $file::$file };
    (@function $($path:ident)::+) => { $($path)::+ };
    ($($operation:literal => $($path:ident)::+,)*) => {
        /// The operations that are built.
        pub(crate) const BUILT: &[&str] = &[$($operation),*];

        /// Does an operation; `None` when it is not built. The contract has been checked.
        pub(crate) async fn dispatch(
            operation: &str,
            protocol: tegata_aws::contract::Protocol,
            instance: &tegata_operations::Instance,
            caller: &tegata_operations::Caller,
            input: serde_json::Value,
        ) -> Option<Result<tegata_aws::protocol::Output, tegata_operations::Error>> {
            match operation {
                $($operation => {
                    let doing = async {
                        let function = $crate::dispatch::dispatch!(@function $($path)::+);
                        function(instance, caller, $crate::dispatch::read(input)?).await
                    };
                    Some($crate::dispatch::answer(protocol, Box::pin(doing)).await)
                })*
                _ => None,
            }
        }

        /// The same, for the table of services.
        pub(crate) fn boxed<'a>(
            operation: &'a str,
            protocol: tegata_aws::contract::Protocol,
            instance: &'a tegata_operations::Instance,
            caller: &'a tegata_operations::Caller,
            input: serde_json::Value,
        ) -> $crate::services::Doing<'a> {
            Box::pin(dispatch(operation, protocol, instance, caller, input))
        }
    };
}

pub(crate) use dispatch;

/// What the contract let through has the contract's shape: anything else is a fault of ours.
pub(crate) fn read<T: DeserializeOwned>(input: Value) -> Result<T, Error> {
    serde_json::from_value(input).map_err(Error::internal)
}

/// An operation's answer, as its protocol wants it.
pub(crate) async fn answer<T: Serialize>(
    protocol: Protocol,
    doing: impl Future<Output = Result<T, Error>>,
) -> Result<Output, Error> {
    Output::of(protocol, &doing.await?).map_err(Error::internal)
}
