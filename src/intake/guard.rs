//! A wall around the readers of other people's formats: a panic inside becomes words.
//!
//! The readers we use are good and still panic on some broken files. Inside [`guarded`] such a
//! panic is caught, nothing of it reaches standard error, and the caller gets its message.
//! An abort (memory that cannot be had) is not caught: that is what the limits are for.

use std::any::Any;
use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

thread_local! {
    /// How many guards the thread stands in.
    static DEPTH: Cell<u32> = const { Cell::new(0) };
}

/// The hook is put in once for the process; outside a guard it does what the hook before it did.
static QUIET_HOOK: Once = Once::new();

/// Runs a reader; a panic in it is an error with the panic's message.
///
/// # Errors
///
/// The message of the panic, when there was one.
pub(crate) fn guarded<T>(read: impl FnOnce() -> T) -> Result<T, String> {
    QUIET_HOOK.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if DEPTH.with(Cell::get) == 0 {
                before(info);
            }
        }));
    });
    DEPTH.with(|depth| depth.set(depth.get().saturating_add(1)));
    let outcome = panic::catch_unwind(AssertUnwindSafe(read));
    DEPTH.with(|depth| depth.set(depth.get().saturating_sub(1)));
    outcome.map_err(|payload| words(payload.as_ref()))
}

/// What the panic said.
fn words(payload: &(dyn Any + Send)) -> String {
    payload
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| payload.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "the reader gave up".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_its_message() {
        assert_eq!(guarded(|| 7), Ok(7));
        assert_eq!(
            guarded(|| -> u8 { panic!("row {}", 3) }),
            Err("row 3".to_owned())
        );
        let broken: Vec<u8> = Vec::new();
        assert!(guarded(|| broken[3]).is_err());
    }
}
