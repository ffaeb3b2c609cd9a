//! What a sheet of totals adds up by.

use super::super::sheet;

/// What a sheet adds up by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// By sector.
    Sectors,
    /// By reporting office.
    Offices,
    /// By the year in which activities begin.
    Years,
}

impl Kind {
    /// All, in the order of their sheets.
    pub const ALL: [Self; 3] = [Self::Sectors, Self::Offices, Self::Years];

    /// The name of its sheet.
    pub(super) fn sheet(self) -> &'static str {
        match self {
            Self::Sectors => sheet::SECTORS,
            Self::Offices => sheet::OFFICES,
            Self::Years => sheet::YEARS,
        }
    }

    /// What the rows are.
    pub(super) fn heading(self) -> &'static str {
        match self {
            Self::Sectors => "Lĩnh vực",
            Self::Offices => "Đơn vị báo cáo",
            Self::Years => "Năm bắt đầu",
        }
    }

    /// What its title says.
    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Sectors => "THEO LĨNH VỰC",
            Self::Offices => "THEO ĐƠN VỊ BÁO CÁO",
            Self::Years => "THEO NĂM",
        }
    }
}
