//! Tables as Parquet: days, decimals and whole đồng with their own types, what repeats as a dictionary, packed with zstd.
//! What a column is called and means, in both languages, stands in the metadata of its field.
//!
//! Amounts have as many digits as a [`crate::value::Dong`] may have, sums as many as there can be. Any other decimal number
//! has nine places behind the point, so that all of a column are of one type in every period; one that has more is rounded
//! to them, and told.

use std::io::{self, Write};
use std::sync::Arc;

use ::parquet::arrow::ArrowWriter;
use ::parquet::basic::{Compression, ZstdLevel};
use ::parquet::errors::ParquetError;
use ::parquet::file::properties::WriterProperties;
use ::parquet::schema::types::ColumnPath;
use arrow_array::builder::{
    Date32Builder, Decimal128Builder, Int64Builder, StringBuilder, StringDictionaryBuilder,
};
use arrow_array::types::Int32Type;
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{ArrowError, DataType, Field, Metadata, Schema};
use jiff::civil::{Date, date};
use rust_decimal::{Decimal, RoundingStrategy};

use super::described::{Column, Described};
use crate::record::Written;
use crate::template::Holds;

/// How many digits an amount may have: those of the largest number of 64 bits.
const AMOUNT_DIGITS: u8 = 19;
/// How many digits there can be.
const DIGITS: u8 = 38;
/// How many places behind the point: as many as leave room for the digits before it that a decimal may have.
const PLACES: u8 = 9;
/// So many rows are handed on at once.
const BATCH: usize = 8_192;
/// So many rows are packed together: what is in memory at once.
const ROW_GROUP: usize = 131_072;
/// How hard zstd tries.
const LEVEL: i32 = 3;

/// A number that was rounded: its row in the table, counted from 1, and its column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rounded {
    /// The row.
    pub row: u64,
    /// The column.
    pub column: String,
}

/// The columns of a table as Arrow has them.
#[must_use]
pub fn schema(table: &Described) -> Schema {
    let fields: Vec<Field> = table.columns.iter().map(field).collect();
    let told = [
        ("title", &table.title.vi),
        ("title_en", &table.title.en),
        ("description", &table.about.vi),
        ("description_en", &table.about.en),
    ];
    Schema::new(fields).with_metadata(Metadata::from(told))
}

/// How the rows are packed.
///
/// # Errors
/// When a setting is none; none is.
pub fn properties(table: &Described) -> io::Result<WriterProperties> {
    let level = ZstdLevel::try_new(LEVEL).map_err(not_packed)?;
    let mut properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(level))
        .set_max_row_group_row_count(Some(ROW_GROUP));
    // A dictionary of values that are all different only takes room.
    for column in table.columns.iter().filter(|column| column.values.unique) {
        let path = ColumnPath::new(vec![column.id.clone()]);
        properties = properties.set_column_dictionary_enabled(path, false);
    }
    Ok(properties.build())
}

/// Writes a table; gives the numbers that were rounded.
///
/// # Errors
/// When it cannot be written, or a value is not of its column's type.
pub fn write(
    table: &Described,
    rows: impl Iterator<Item = Vec<Written>>,
    out: &mut dyn Write,
) -> io::Result<Vec<Rounded>> {
    let schema = Arc::new(schema(table));
    let packing = properties(table)?;
    let writer = ArrowWriter::try_new(Vec::new(), schema.clone(), Some(packing));
    let mut writer = writer.map_err(not_packed)?;
    let mut values: Vec<Values> = table.columns.iter().map(Values::of).collect();
    let mut rounded = Vec::new();
    let mut waiting = 0_usize;
    for (row, cells) in (1..).zip(rows) {
        for ((values, column), cell) in values.iter_mut().zip(&table.columns).zip(&cells) {
            match values.add(cell) {
                Ok(Exactly::AsItIs) => {}
                Ok(Exactly::Rounded) => rounded.push(Rounded {
                    row,
                    column: column.id.clone(),
                }),
                Err(Unfit) => return Err(unfit(table, column, row, cell)),
            }
        }
        waiting += 1;
        if waiting == BATCH {
            waiting = 0;
            writer
                .write(&batch(&schema, &mut values)?)
                .map_err(not_packed)?;
            // What is packed goes out at once.
            out.write_all(&std::mem::take(writer.inner_mut()))?;
        }
    }
    if waiting > 0 {
        writer
            .write(&batch(&schema, &mut values)?)
            .map_err(not_packed)?;
    }
    let rest = writer.into_inner().map_err(not_packed)?;
    out.write_all(&rest)?;
    Ok(rounded)
}

fn batch(schema: &Arc<Schema>, values: &mut [Values]) -> io::Result<RecordBatch> {
    let columns = values.iter_mut().map(Values::finish).collect();
    RecordBatch::try_new(schema.clone(), columns).map_err(not_arrow)
}

fn field(column: &Column) -> Field {
    let values = &column.values;
    let mut told = vec![
        ("title", column.title.vi.as_str()),
        ("title_en", &column.title.en),
        ("description", &column.about.vi),
        ("description_en", &column.about.en),
    ];
    if matches!(values.holds, Holds::Amount | Holds::Sum) {
        told.push(("unit", "VND"));
    }
    if let Some(qualifier) = &values.qualified_by {
        told.push(("qualifiedBy", qualifier));
    }
    let field = Field::new(&column.id, kind(column), true);
    field.with_metadata(Metadata::from_iter(told))
}

fn kind(column: &Column) -> DataType {
    match column.values.holds {
        Holds::Text if column.values.repeats => {
            DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8))
        }
        Holds::Text | Holds::Object => DataType::Utf8,
        Holds::Integer => DataType::Int64,
        Holds::Amount => DataType::Decimal128(AMOUNT_DIGITS, 0),
        Holds::Sum => DataType::Decimal128(DIGITS, 0),
        Holds::Decimal => DataType::Decimal128(DIGITS, PLACES.cast_signed()),
        Holds::Day => DataType::Date32,
    }
}

/// The values of a column that were not handed on yet.
enum Values {
    Text(StringBuilder),
    Repeating(StringDictionaryBuilder<Int32Type>),
    Integer(Int64Builder),
    /// Whole numbers of at most so many digits.
    Whole(Decimal128Builder, u8),
    Decimal(Decimal128Builder),
    Day(Date32Builder),
}

/// Whether a value stands as it is.
enum Exactly {
    AsItIs,
    Rounded,
}

/// A value that is not of its column's type.
struct Unfit;

impl Values {
    fn of(column: &Column) -> Self {
        let kind = kind(column);
        let decimals = || Decimal128Builder::new().with_data_type(kind.clone());
        match column.values.holds {
            Holds::Text if column.values.repeats => Self::Repeating(StringDictionaryBuilder::new()),
            Holds::Text | Holds::Object => Self::Text(StringBuilder::new()),
            Holds::Integer => Self::Integer(Int64Builder::new()),
            Holds::Amount => Self::Whole(decimals(), AMOUNT_DIGITS),
            Holds::Sum => Self::Whole(decimals(), DIGITS),
            Holds::Decimal => Self::Decimal(decimals()),
            Holds::Day => Self::Day(Date32Builder::new()),
        }
    }

    fn add(&mut self, cell: &Written) -> Result<Exactly, Unfit> {
        match (self, cell) {
            (Self::Text(values), Written::Empty) => values.append_null(),
            (Self::Text(values), Written::Text(text)) => values.append_value(text),
            (Self::Text(values), other) => values.append_value(other.plain()),
            (Self::Repeating(values), Written::Empty) => values.append_null(),
            (Self::Repeating(values), Written::Text(text)) => {
                values.append(text).map_err(|_| Unfit)?;
            }
            (Self::Repeating(values), other) => {
                values.append(other.plain()).map_err(|_| Unfit)?;
            }
            (Self::Integer(values), Written::Empty) => values.append_null(),
            (Self::Integer(values), Written::Integer(number)) => values.append_value(*number),
            (Self::Whole(values, _), Written::Empty) => values.append_null(),
            (Self::Whole(values, digits), other) => {
                let number = whole(other).filter(|number| has_digits(*number, *digits));
                values.append_value(number.ok_or(Unfit)?);
            }
            (Self::Decimal(values), Written::Empty) => values.append_null(),
            (Self::Decimal(values), other) => {
                let (number, exactly) = decimal(other).ok_or(Unfit)?;
                values.append_value(number);
                return Ok(exactly);
            }
            (Self::Day(values), Written::Empty) => values.append_null(),
            (Self::Day(values), Written::Day(day)) => values.append_value(days(*day)),
            (Self::Integer(_) | Self::Day(_), _) => return Err(Unfit),
        }
        Ok(Exactly::AsItIs)
    }

    fn finish(&mut self) -> ArrayRef {
        match self {
            Self::Text(values) => Arc::new(values.finish()),
            Self::Repeating(values) => Arc::new(values.finish()),
            Self::Integer(values) => Arc::new(values.finish()),
            Self::Whole(values, _) | Self::Decimal(values) => Arc::new(values.finish()),
            Self::Day(values) => Arc::new(values.finish()),
        }
    }
}

/// A whole number.
fn whole(cell: &Written) -> Option<i128> {
    match cell {
        Written::Integer(number) => Some(i128::from(*number)),
        Written::Decimal(number) => {
            let number = number.normalize();
            (number.scale() == 0).then(|| number.mantissa())
        }
        Written::Text(text) => text.parse().ok(),
        Written::Empty | Written::Day(_) => None,
    }
}

fn has_digits(number: i128, digits: u8) -> bool {
    let most = 10_u128.checked_pow(u32::from(digits));
    most.is_some_and(|most| number.unsigned_abs() < most)
}

/// A number in units of its last place.
fn decimal(cell: &Written) -> Option<(i128, Exactly)> {
    let number = match cell {
        Written::Integer(number) => Decimal::from(*number),
        Written::Decimal(number) => number.normalize(),
        Written::Empty | Written::Text(_) | Written::Day(_) => return None,
    };
    let places = u32::from(PLACES);
    let away = RoundingStrategy::MidpointAwayFromZero;
    let kept = number.round_dp_with_strategy(places, away);
    let missing = places.checked_sub(kept.scale())?;
    let units = kept.mantissa().checked_mul(10_i128.checked_pow(missing)?)?;
    let exactly = match kept == number {
        true => Exactly::AsItIs,
        false => Exactly::Rounded,
    };
    has_digits(units, DIGITS).then_some((units, exactly))
}

/// Days since 1970.
fn days(day: Date) -> i32 {
    let seconds = day.duration_since(date(1970, 1, 1)).as_secs();
    i32::try_from(seconds.div_euclid(86_400)).unwrap_or_default()
}

fn unfit(table: &Described, column: &Column, row: u64, cell: &Written) -> io::Error {
    let kind = kind(column);
    let place = format!("{}.{}, {row}", table.name, column.id);
    io::Error::other(format!("{place}: “{}”: {kind}", cell.plain()))
}

fn not_packed(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(other) => match other.downcast::<io::Error>() {
            Ok(own) => *own,
            Err(other) => io::Error::other(other),
        },
        other => io::Error::other(other),
    }
}

fn not_arrow(error: ArrowError) -> io::Error {
    io::Error::other(error)
}
