//! The property sets of a compound file: when a workbook was last saved.

use jiff::Timestamp;
use jiff::civil::DateTime;

use super::biff::u32_at;
use super::format::in_vietnam;

/// The property “last saved”.
const LAST_SAVED: u32 = 0x0d;
/// The type of a moment in a property set.
const FILETIME: u32 = 0x40;

/// When the stream `\x05SummaryInformation` says that the document was last saved, as clocks in
/// Vietnam show it.
pub(crate) fn last_saved(stream: &[u8]) -> Option<DateTime> {
    let start = usize::try_from(u32_at(stream, 44)?).ok()?;
    let set = stream.get(start..)?;
    let count = usize::try_from(u32_at(set, 4)?).ok()?;
    (0..count.min(200)).find_map(|index| {
        let entry = index.checked_mul(8)?.checked_add(8)?;
        if u32_at(set, entry)? != LAST_SAVED {
            return None;
        }
        let at = usize::try_from(u32_at(set, entry.checked_add(4)?)?).ok()?;
        let value = set.get(at..)?;
        if u32_at(value, 0)? != FILETIME {
            return None;
        }
        let ticks = u64::from(u32_at(value, 4)?) | u64::from(u32_at(value, 8)?) << 32;
        moment(ticks)
    })
}

/// Tenths of microseconds since 1601, as days are counted on Windows.
fn moment(ticks: u64) -> Option<DateTime> {
    let seconds = i64::try_from(ticks / 10_000_000).ok()?;
    let since_1970 = seconds.checked_sub(11_644_473_600)?;
    let moment = Timestamp::from_second(since_1970).ok()?;
    // A span of editing, and no date, when the year is 1601.
    (since_1970 > 0).then(|| in_vietnam(moment))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_moment_of_saving_is_found() {
        let ticks: u64 = (1_598_300_362 + 11_644_473_600) * 10_000_000;
        let mut stream = vec![0; 48];
        stream[44] = 48;
        for number in [
            100_u32,
            1,
            LAST_SAVED,
            16,
            FILETIME,
            ticks as u32,
            (ticks >> 32) as u32,
        ] {
            stream.extend(number.to_le_bytes());
        }
        let saved = last_saved(&stream).unwrap();
        assert_eq!(saved.to_string(), "2020-08-25T03:19:22");
        assert_eq!(last_saved(&stream[..60]), None);
        assert_eq!(last_saved(b""), None);
    }
}
