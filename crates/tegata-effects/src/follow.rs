//! The one reader of the change log: it keeps a snapshot of this process in step with the store.

use std::time::Duration;

use tegata_model::change::Change;
use tegata_model::node::ServedUpTo;
use tegata_operations::{Error, Worker};
use tegata_store::changes::Cursor;
use tokio_util::sync::CancellationToken;

use crate::reconcile::{Failure, Next, Reconcile};

/// How many changes are read at a time.
const STEP: u32 = 500;

/// What is kept in step with the change log.
pub(crate) trait Snapshot: Send {
    /// Builds the whole of it from the store: at a start. What changes meanwhile is taken up afterwards.
    ///
    /// # Errors
    /// When the store fails; it is then built again.
    fn read_all(&mut self) -> impl Future<Output = Result<(), Error>> + Send;

    /// Takes up some changes, each of which names a thing to be read again. The same change may come twice.
    ///
    /// # Errors
    /// When the store fails; the same changes are then taken up again.
    fn take_up(&mut self, changes: &[Change]) -> impl Future<Output = Result<(), Error>> + Send;

    /// Everything up to there has been taken up: for snapshots of which other nodes ask how far they are.
    fn caught_up(&mut self, _: &ServedUpTo) {}
}

/// A snapshot that needs nothing but to be followed: a pass of its effect takes up what has changed.
pub(crate) trait Followed: Snapshot {
    /// [`Reconcile::NAME`].
    const NAME: &'static str;
    /// [`Reconcile::FAILED`].
    const FAILED: &'static str;
    /// How often the change log is read when this process has committed nothing: other nodes commit too.
    const POLL: Duration;
}

impl<S: Followed> Reconcile for Follower<S> {
    const NAME: &'static str = S::NAME;
    const FAILED: &'static str = S::FAILED;
    const RETRY: Next = Next::Poll(S::POLL);

    async fn pass(&mut self, _: &CancellationToken) -> Result<Next, Failure> {
        self.catch_up().await?;
        Ok(Next::Poll(S::POLL))
    }
}

/// A snapshot and how far it has followed the change log.
pub(crate) struct Follower<S> {
    worker: Worker,
    pub(crate) snapshot: S,
    /// `None` until the snapshot was built once.
    cursor: Option<Cursor>,
    /// How far it had come when nothing was left to read, and what the store had counted before that look.
    caught_up: Option<(u64, ServedUpTo)>,
}

impl<S: Snapshot> Follower<S> {
    /// A follower that builds its snapshot first.
    pub(crate) fn new(worker: Worker, snapshot: S) -> Follower<S> {
        Follower { worker, snapshot, cursor: None, caught_up: None }
    }

    /// A follower whose snapshot has been built already, from all changes before `cursor`.
    pub(crate) fn from(worker: Worker, snapshot: S, cursor: Cursor) -> Follower<S> {
        Follower { worker, snapshot, cursor: Some(cursor), caught_up: None }
    }

    pub(crate) fn worker(&self) -> &Worker {
        &self.worker
    }

    /// Takes up every change that is visible in the store. Most commits change nothing that is followed, and cost no
    /// read of the log where that is known.
    ///
    /// # Errors
    /// When the store fails. What was taken up until then is not taken up again.
    pub(crate) async fn catch_up(&mut self) -> Result<(), Error> {
        let logged = self.worker.changes_logged();
        if let Some((before, up_to)) = &self.caught_up
            && logged == Some(*before)
        {
            self.snapshot.take_up(&[]).await?;
            self.snapshot.caught_up(up_to);
            return Ok(());
        }
        let mut cursor = match &self.cursor {
            Some(cursor) => cursor.clone(),
            None => self.begin().await?,
        };
        loop {
            let next = self.worker.read(move |tx| Ok::<_, Error>(cursor.next(tx, STEP)?)).await?;
            self.snapshot.take_up(&next.changed).await?;
            self.cursor = Some(next.cursor.clone());
            if let Some(up_to) = &next.up_to {
                self.snapshot.caught_up(up_to);
                self.caught_up = logged.map(|logged| (logged, up_to.clone()));
                return Ok(());
            }
            cursor = next.cursor;
        }
    }

    /// Builds the snapshot. The cursor is taken before, so that what changes meanwhile is read again.
    async fn begin(&mut self) -> Result<Cursor, Error> {
        let cursor = self.worker.read(|tx| Ok::<_, Error>(Cursor::at_end(tx)?)).await?;
        self.snapshot.read_all().await?;
        self.cursor = Some(cursor.clone());
        Ok(cursor)
    }
}

#[cfg(test)]
mod tests {
    use tegata_store::meta;
    use tegata_testkit::World;

    use super::*;

    #[derive(Default)]
    struct Seen {
        changes: Vec<Change>,
        caught_up: Vec<i64>,
    }

    impl Snapshot for Seen {
        async fn read_all(&mut self) -> Result<(), Error> {
            Ok(())
        }

        async fn take_up(&mut self, changes: &[Change]) -> Result<(), Error> {
            self.changes.extend_from_slice(changes);
            Ok(())
        }

        fn caught_up(&mut self, up_to: &ServedUpTo) {
            self.caught_up.push(up_to.revision);
        }
    }

    #[tokio::test]
    async fn a_change_is_taken_up_once_whatever_was_committed_before_it() {
        let world = World::new(1).await;
        let (worker, now) = (&world.worker, world.worker.clock.now());
        let mut follower = Follower::new(worker.clone(), Seen::default());
        follower.catch_up().await.expect("caught up");
        let logged = worker.changes_logged();
        assert!(logged.is_some(), "the embedded store counts");
        worker.write(|tx| Ok::<_, Error>(meta::put(tx, "a", b"1")?)).await.expect("written");
        let refused = worker.write(move |tx| -> Result<(), Error> {
            tx.record_change(&Change::Access("refused".to_owned()), now)?;
            Err(Error::internal("refused"))
        });
        refused.await.expect_err("refused");
        assert_eq!(worker.changes_logged(), logged, "nothing was added to the log");
        follower.catch_up().await.expect("caught up");
        assert_eq!(follower.snapshot.changes, []);
        let change = Change::Access("a".to_owned());
        let recorded = change.clone();
        worker.write(move |tx| Ok::<_, Error>(tx.record_change(&recorded, now)?)).await.expect("written");
        for _ in 0..2 {
            follower.catch_up().await.expect("caught up");
        }
        assert_eq!(follower.snapshot.changes, [change]);
        let [begun, unchanged, changed, again] = follower.snapshot.caught_up[..] else {
            panic!("four times")
        };
        assert!(begun == unchanged && unchanged < changed && changed == again);
    }
}
