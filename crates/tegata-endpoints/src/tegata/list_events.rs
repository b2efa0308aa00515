//! The event log.

use std::time::Duration;

use tegata_aws::generated::tegata::{ListEventsRequest, ListEventsResponse, LoggedEvent};
use tegata_operations::events::event_log::{self, Start};
use tegata_operations::reason::EventReason;
use tegata_operations::{Caller, Error, Instance};

/// Lists events, and waits for some when there are none yet.
pub(super) async fn list_events(
    instance: &Instance,
    caller: &Caller,
    input: ListEventsRequest,
) -> Result<ListEventsResponse, Error> {
    let count = |number: i64| u32::try_from(number).map_err(Error::internal);
    let from = match (input.from_position, input.last) {
        (position, None) => Start::Position(position.unwrap_or_default()),
        (None, Some(last)) => Start::Last(count(last)?),
        (Some(_), Some(_)) => {
            return Err(Error::invalid(
                EventReason::FromAndLast,
                "FromPosition and Last exclude each other. Give only one of them.",
            ));
        }
    };
    let limit = input.max_items.map(count).transpose()?;
    let wait = Duration::from_secs(input.wait_seconds.map_or(Ok(0), u64::try_from).map_err(Error::internal)?);
    let listed = event_log::list(instance, caller, from, limit, wait).await?;
    let events = listed.events.iter().map(|(position, event)| {
        let event = serde_json::to_string(event).map_err(Error::internal)?;
        Ok(LoggedEvent { position: Some(*position), event: Some(event) })
    });
    Ok(ListEventsResponse {
        events: Some(events.collect::<Result<_, Error>>()?),
        next_position: Some(listed.next),
    })
}
