//! SIGHUP: the settings are read again, and those that may change while an instance runs are put into force.

use anyhow::Result;
use tegata_operations::load_balancing::target_group::resolve_anew;
use tegata_operations::{Entropy, authority};

use super::{Running, founding, running};
use crate::logging;
use crate::settings::{Configured, Member, Problems, Read};

impl Running {
    /// Takes up settings that were read again. What is wrong with them goes to the log, and those before stay.
    pub(crate) async fn reload(&mut self, read: Result<Configured, Problems>) {
        let reloaded = match read {
            Ok(configured) => self.take_up(configured).await,
            Err(problems) => Err(problems.into()),
        };
        match reloaded {
            Ok(changed) if changed.is_empty() => {
                tracing::info!("settings reloaded; none has changed");
            }
            Ok(changed) => {
                tracing::info!(changed = keys(&changed), "settings reloaded");
            }
            Err(error) => {
                tracing::error!(
                    why = format!("{error:#}"),
                    "settings reload refused; the previous settings stay in use"
                );
            }
        }
    }

    /// The settings that are in force now and were not before.
    async fn take_up(&mut self, configured: Configured) -> Result<Vec<&'static Member>> {
        let (instance, entropy) = (&self.instance, Entropy::system());
        // 1. All of it is good, or nothing is taken up.
        let strength = instance.founding.key_strength;
        founding::refuse_others(&instance.founding, strength, &configured)?;
        configured.relay()?;
        let before = instance.settings();
        let live = running::complete_and_check(&configured, &self.place, &self.store, &entropy).await?;
        logging::reload(&configured.live.log)?;
        // 2. What may change does.
        live.enforce(instance, &configured).await?;
        if before.pki_base_url != instance.settings().pki_base_url {
            authority::reload(instance, &self.authorities).await?;
            // Revocation lists name all the URLs that they are found at.
            self.answers.forget_all();
        }
        if before.instances != instance.settings().instances {
            resolve_anew(instance).await?;
        }
        // 3. What may not waits for the next start, and the log says so.
        let at_start = |member: &&Member| matches!(member.read, Read::Start(_));
        let waiting: Vec<_> = configured.changed_since(&self.started).into_iter().filter(at_start).collect();
        if !waiting.is_empty() {
            tracing::warn!(settings = keys(&waiting), "these changed settings take effect at the next start");
        }
        let changed = configured.changed_since(&self.current);
        self.current = configured;
        Ok(changed.into_iter().filter(|member| matches!(member.read, Read::Live(_))).collect())
    }
}

fn keys(members: &[&Member]) -> String {
    members.iter().map(|member| member.key).collect::<Vec<_>>().join(", ")
}
