//! Where the workbook is kept until the last touch: large sheets and the package as it is written, in temporary files, or in
//! memory where there is no disk.

use std::io::{self, Read, Seek};

use rust_xlsxwriter::{Workbook, Worksheet, XlsxError};

/// A package that can be read back.
pub(super) trait Package: Read + Seek {}

impl<T: Read + Seek> Package for T {}

/// A sheet whose rows are written in order and not held.
#[cfg(feature = "cli")]
pub(super) fn streamed(workbook: &mut Workbook) -> Result<Worksheet, XlsxError> {
    styled(workbook.new_worksheet_with_constant_memory()?)
}

/// A sheet whose rows are written in order.
#[cfg(not(feature = "cli"))]
pub(super) fn streamed(_: &mut Workbook) -> Result<Worksheet, XlsxError> {
    held()
}

/// A sheet that is held in memory.
pub(super) fn held() -> Result<Worksheet, XlsxError> {
    styled(Worksheet::new())
}

fn styled(mut sheet: Worksheet) -> Result<Worksheet, XlsxError> {
    let (font, height, width) = super::style::default_format();
    sheet.set_default_format(&font, height, width)?;
    Ok(sheet)
}

/// The package as the writer of workbooks makes it.
#[cfg(feature = "cli")]
pub(super) fn saved(workbook: &mut Workbook) -> io::Result<impl Package + use<>> {
    let mut file = tempfile::tempfile()?;
    let buffered = io::BufWriter::new(&mut file);
    workbook.save_to_writer(buffered).map_err(of_xlsx)?;
    file.rewind()?;
    Ok(io::BufReader::new(file))
}

/// The package as the writer of workbooks makes it.
#[cfg(not(feature = "cli"))]
pub(super) fn saved(workbook: &mut Workbook) -> io::Result<impl Package + use<>> {
    workbook
        .save_to_buffer()
        .map(io::Cursor::new)
        .map_err(of_xlsx)
}

/// The disk's own error behind one of the writer's, where there is one.
pub(super) fn of_xlsx(error: XlsxError) -> io::Error {
    match error {
        XlsxError::IoError(error) => error,
        other => io::Error::other(other.to_string()),
    }
}
