//! A PostgreSQL server of our own: on loopback, in a temporary folder, gone at the end.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A running server. Dropped, it is stopped and its folder removed.
pub(crate) struct Postgres {
    programs: PathBuf,
    folder: PathBuf,
    port: u16,
    as_root: bool,
}

impl Postgres {
    /// Starts one for tests, which does not care for its disk.
    ///
    /// # Errors
    /// No server is installed, or it does not start.
    pub(crate) fn start() -> Result<Self, String> {
        Self::start_with("-c fsync=off -c full_page_writes=off")
    }

    /// Starts one that is as durable as an office's.
    ///
    /// # Errors
    /// As [`start`](Self::start).
    pub(crate) fn start_durable() -> Result<Self, String> {
        Self::start_with("-c shared_buffers=1GB -c max_wal_size=4GB")
    }

    fn start_with(settings: &str) -> Result<Self, String> {
        let programs =
            programs().ok_or("the PostgreSQL server is missing: apt-get install postgresql")?;
        let as_root = text(Command::new("id").arg("-u"))?.trim() == "0";
        let folder = std::env::temp_dir().join(format!("comity-postgres-{}", std::process::id()));
        std::fs::create_dir_all(&folder).map_err(|why| format!("{}: {why}", folder.display()))?;
        let port = TcpListener::bind("127.0.0.1:0")
            .and_then(|socket| socket.local_addr())
            .map_err(|why| why.to_string())?
            .port();
        let server = Self {
            programs,
            folder,
            port,
            as_root,
        };
        if as_root {
            // The server refuses to run as root.
            quiet(Command::new("chown").arg("postgres").arg(&server.folder))?;
        }
        let data = server.data();
        quiet(
            server
                .command("initdb")
                .args([
                    "--auth=trust",
                    "--username=postgres",
                    "--encoding=UTF8",
                    "--locale=C",
                    "-D",
                ])
                .arg(&data),
        )?;
        let options = format!(
            "-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=200 \
             {settings}"
        );
        quiet(
            server
                .command("pg_ctl")
                .arg("-D")
                .arg(&data)
                .args(["-o", &options, "-l"])
                .arg(server.folder.join("log"))
                .args(["-w", "start"]),
        )?;
        Ok(server)
    }

    /// Where it answers.
    pub(crate) fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    fn command(&self, program: &str) -> Command {
        let program = self.programs.join(program);
        if self.as_root {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(program);
            command.current_dir(&self.folder);
            command
        } else {
            Command::new(program)
        }
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let stopped = quiet(self.command("pg_ctl").arg("-D").arg(self.data()).args([
            "-m",
            "immediate",
            "-w",
            "stop",
        ]));
        if let Err(why) = stopped {
            eprintln!("the test database could not be stopped: {why}");
        }
        if let Err(why) = std::fs::remove_dir_all(&self.folder) {
            eprintln!("{}: {why}", self.folder.display());
        }
    }
}

/// Debian keeps the server's programs outside the search path.
fn programs() -> Option<PathBuf> {
    let mut found: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path().join("bin"))
        .filter(|bin| bin.join("initdb").is_file())
        .collect();
    found.sort();
    found.pop().or_else(|| on_path("initdb"))
}

fn on_path(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).find(|folder: &PathBuf| Path::new(&folder.join(program)).is_file())
}

fn text(command: &mut Command) -> Result<String, String> {
    let out = command.output().map_err(|why| why.to_string())?;
    String::from_utf8(out.stdout).map_err(|why| why.to_string())
}

fn quiet(command: &mut Command) -> Result<(), String> {
    let shown = format!("{command:?}");
    // A server that keeps our pipes would keep us waiting for their end.
    let status = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .status()
        .map_err(|why| format!("{shown}: {why}"))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("{shown} failed"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_answers_and_leaves_nothing_behind() {
        // Ordinary tests need no service; the full test command insists on one.
        if programs().is_none() {
            return;
        }
        let server = Postgres::start().expect("it starts");
        let folder = server.folder.clone();
        let port = server.port;
        std::net::TcpStream::connect(("127.0.0.1", port)).expect("it answers");
        drop(server);
        assert!(!folder.exists());
        assert!(std::net::TcpStream::connect(("127.0.0.1", port)).is_err());
    }
}
