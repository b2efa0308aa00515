//! DrawPlacement: a placement as a picture and as text, with what a check finds marked at the hops.

mod layout;
mod lines;
mod svg;
mod text;

use tegata_aws::generated::tegata::{DrawPlacementRequest, DrawPlacementResponse};
use tegata_operations::placement::draw;
use tegata_operations::{Caller, Error, Instance};

use super::hop::words_of;

/// Draws the path from a name.
pub(in crate::tegata) async fn draw_placement(
    instance: &Instance,
    caller: &Caller,
    input: DrawPlacementRequest,
) -> Result<DrawPlacementResponse, Error> {
    let checked = draw(instance, caller, &input.domain_name).await?;
    Ok(DrawPlacementResponse {
        svg: Some(svg::picture(&checked)),
        text: Some(text::picture(&checked)),
        tls_ends_at: Some(words_of(&checked.placement.tls_ends_at())),
        domain_name: Some(checked.placement.name),
    })
}

#[cfg(test)]
mod tests;
