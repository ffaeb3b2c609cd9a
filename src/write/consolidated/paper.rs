//! The paper of printed sheets: its size, and what of it text may fill within the margins of printed documents (30 mm on
//! the left, 15 on the right, 20 at top and bottom).

/// A size of paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Paper {
    /// 210 × 297 mm.
    #[default]
    A4,
    /// 297 × 420 mm.
    A3,
}

/// Points in a millimetre.
const POINTS_IN_MM: f64 = 72.0 / 25.4;

impl Paper {
    /// The names on the command line.
    pub const NAMES: [&'static str; 2] = ["a4", "a3"];

    /// The paper of a name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        match name.to_ascii_lowercase().as_str() {
            "a4" => Some(Self::A4),
            "a3" => Some(Self::A3),
            _ => None,
        }
    }

    /// Its number in the file format.
    pub(super) fn code(self) -> u8 {
        match self {
            Self::A4 => 9,
            Self::A3 => 8,
        }
    }

    /// Points that text may fill, across and down, on a page that stands upright.
    pub(super) fn upright(self) -> (f64, f64) {
        let (short, long) = self.millimetres();
        text(short, long)
    }

    /// The same on a page that lies on its long side.
    pub(super) fn lying(self) -> (f64, f64) {
        let (short, long) = self.millimetres();
        text(long, short)
    }

    fn millimetres(self) -> (f64, f64) {
        match self {
            Self::A4 => (210.0, 297.0),
            Self::A3 => (297.0, 420.0),
        }
    }
}

fn text(across: f64, down: f64) -> (f64, f64) {
    (
        (across - 30.0 - 15.0) * POINTS_IN_MM,
        (down - 20.0 - 20.0) * POINTS_IN_MM,
    )
}
