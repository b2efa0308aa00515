//! nginx: as the peer that is measured, and as the site behind.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::chain::Chain;
use crate::process::{Running, wait_listening};

/// What every answer of the site holds.
const BODY: &str = "Hello from behind the edge: some sixty bytes, like a small API.";

/// A site that answers everything at once, on its own core.
///
/// # Errors
/// When nginx is not there or does not start.
pub fn site(folder: &Path, cores: &str, port: u16) -> Result<Running> {
    let server = format!(
        "server {{ listen 127.0.0.1:{port}; keepalive_requests 100000000; keepalive_timeout 3600; \
         location / {{ default_type text/plain; return 200 '{BODY}'; }} }}"
    );
    start(folder, "site", cores, &server, port)
}

/// nginx doing what the edge does: TLS 1.3 with this chain, HTTP/1.1 and HTTP/2, proxying to the site over kept
/// connections with the same headers added.
///
/// # Errors
/// When nginx is not there or does not start.
pub fn proxy(folder: &Path, cores: &str, port: u16, chain: &Chain, site: u16) -> Result<Running> {
    let (certificate, key) = (chain.chain.display(), chain.key.display());
    let server = format!(
        "upstream site {{ server 127.0.0.1:{site}; keepalive 256; keepalive_requests 100000000; }}\n\
         server {{ listen 127.0.0.1:{port} ssl http2 backlog=4096; \
         ssl_certificate {certificate}; ssl_certificate_key {key}; ssl_protocols TLSv1.2 TLSv1.3; \
         ssl_session_cache off; ssl_session_tickets off; ssl_buffer_size 16k; \
         keepalive_requests 100000000; keepalive_timeout 60; \
         location / {{ proxy_pass http://site; proxy_http_version 1.1; proxy_set_header Connection ''; \
         proxy_set_header Host $host; proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for; \
         proxy_set_header X-Forwarded-Proto $scheme; proxy_set_header X-Forwarded-Port $server_port; }} }}"
    );
    start(folder, "peer", cores, &server, port)
}

fn start(folder: &Path, name: &str, cores: &str, servers: &str, port: u16) -> Result<Running> {
    let here = folder.join(name);
    fs::create_dir_all(&here)?;
    let dir = here.display();
    let configuration = format!(
        "daemon off; worker_processes 1; pid {dir}/pid; error_log {dir}/error.log crit; \
         events {{ worker_connections 8192; }}\n\
         http {{ access_log off; client_body_temp_path {dir}/body; proxy_temp_path {dir}/proxy; \
         fastcgi_temp_path {dir}/fastcgi; uwsgi_temp_path {dir}/uwsgi; scgi_temp_path {dir}/scgi;\n{servers}\n}}\n"
    );
    let file = here.join("nginx.conf");
    fs::write(&file, configuration)?;
    let file = file.display().to_string();
    let program = if Path::new("/usr/sbin/nginx").is_file() { "/usr/sbin/nginx" } else { "nginx" };
    let log = here.join("start.log").display().to_string();
    let running = Running::on_cores(cores, program, &["-c", &file, "-e", &log])
        .context("nginx is needed (Debian: nginx-light)")?;
    wait_listening(port)?;
    Ok(running)
}
