//! PostgreSQL orders and compares text by its octets, as SQLite does, whatever the locale of the database.

use tegata_store::{Location, Store, StoreError, params};

#[tokio::test(flavor = "multi_thread")]
async fn every_text_column_is_compared_by_its_octets() -> Result<(), StoreError> {
    let url = crate::cluster::database("every_text_column_is_compared_by_its_octets");
    let store = Store::open(&Location::Postgres(url)).await.expect("opened");
    let others: Vec<String> = store
        .read(|tx| -> Result<_, StoreError> {
            let rows = tx.rows(
                "SELECT (table_name || '.' || column_name)::text FROM information_schema.columns \
                 WHERE table_schema = current_schema() AND data_type IN ('text', 'character varying') \
                 AND collation_name IS DISTINCT FROM 'C' ORDER BY 1",
                params![],
            )?;
            rows.iter().map(|row| row.get(0)).collect()
        })
        .await?;
    assert_eq!(others, Vec::<String>::new(), "columns without COLLATE \"C\"");
    Ok(())
}
