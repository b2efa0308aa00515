//! What Prometheus's client libraries tell of every process: `process_*`.

use jiff::Timestamp;
use prometheus_client::metrics::counter::ConstCounter;
use prometheus_client::metrics::gauge::ConstGauge;
use prometheus_client::registry::Registry;
use rustix::process::{Resource, getrlimit};
use rustix::time::{ClockId, clock_gettime};

const NANOSECONDS: f64 = 1e9;
const BYTES_IN_A_KIBIBYTE: i64 = 1024;

/// Registers what the system says of this process at the moment. What it does not say is left out.
pub(super) fn register(registry: &mut Registry, started_at: Timestamp) {
    let cpu = clock_gettime(ClockId::ProcessCPUTime);
    let seconds = cpu.tv_sec as f64 + cpu.tv_nsec as f64 / NANOSECONDS;
    registry.register("process_cpu_seconds", "CPU time spent", ConstCounter::new(seconds));
    registry.register(
        "process_start_time_seconds",
        "When the process started, since 1970",
        ConstGauge::new(started_at.as_duration().as_secs_f64()),
    );
    let mut gauge = |name, help, value: Option<i64>| {
        if let Some(value) = value {
            registry.register(name, help, ConstGauge::new(value));
        }
    };
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let of_status = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))?;
        line.split_whitespace().next()?.parse::<i64>().ok()
    };
    let memory = |name| of_status(name).map(|kibibytes| kibibytes * BYTES_IN_A_KIBIBYTE);
    gauge("process_resident_memory_bytes", "Memory in use", memory("VmRSS"));
    gauge("process_virtual_memory_bytes", "Address space in use", memory("VmSize"));
    gauge("process_threads", "Threads", of_status("Threads"));
    let open = std::fs::read_dir("/proc/self/fd").ok().and_then(|open| i64::try_from(open.count()).ok());
    gauge("process_open_fds", "File descriptors that are open", open);
    let limit = getrlimit(Resource::Nofile).current.and_then(|limit| i64::try_from(limit).ok());
    gauge("process_max_fds", "File descriptors that may be open", limit);
}
