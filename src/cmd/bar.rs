//! A progress bar on standard error, where that is a terminal and the work takes longer than a second.

use std::sync::Arc;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::progress::Progress;

/// Work that is done sooner than this needs no bar.
const PATIENCE: Duration = Duration::from_secs(1);
const BETWEEN_LOOKS: Duration = Duration::from_millis(100);

/// A bar that goes away when it is dropped.
pub(super) struct Bar {
    /// Closed to end the watching.
    running: Option<Sender<()>>,
    watcher: Option<JoinHandle<()>>,
}

impl Bar {
    /// Watches some work from another thread, under a few words on what it is.
    pub(super) fn watch(progress: &Arc<Progress>, words: &'static str, shown: bool) -> Self {
        if !shown {
            return Self {
                running: None,
                watcher: None,
            };
        }
        let (running, ended) = mpsc::channel::<()>();
        let progress = progress.clone();
        let watcher = std::thread::Builder::new().spawn(move || {
            if ended.recv_timeout(PATIENCE) != Err(RecvTimeoutError::Timeout) {
                return;
            }
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
            if let Ok(style) = ProgressStyle::with_template("{msg} [{wide_bar}] {percent}%") {
                bar.set_style(style.progress_chars("=> "));
            }
            bar.set_message(words);
            loop {
                let (done, total) = progress.counts();
                bar.set_length(total.max(1));
                bar.set_position(done);
                if ended.recv_timeout(BETWEEN_LOOKS) != Err(RecvTimeoutError::Timeout) {
                    break;
                }
            }
            bar.finish_and_clear();
        });
        Self {
            running: Some(running),
            // Without another thread there is no bar, and the work goes on.
            watcher: watcher.ok(),
        }
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        drop(self.running.take());
        if let Some(watcher) = self.watcher.take() {
            let _ = watcher.join();
        }
    }
}
