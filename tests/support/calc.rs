//! A small calculator for the formulas that our workbooks carry, which knows nothing of how they were written: it takes
//! the package as a reader gives it, forgets every stored result and works each formula out from the cells.
//!
//! It knows the functions and signs that our formulas use and no others; whatever else it meets ends the test. It stands
//! for a spreadsheet set to Vietnamese: the decimals of a number that becomes text stand after a comma.

#![allow(dead_code, reason = "each test file takes what it needs")]

use std::cell::RefCell;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};
use rust_decimal::{Decimal, RoundingStrategy};

/// What a cell holds or a formula gives.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Empty,
    Number(f64),
    Text(String),
    Bool(bool),
    Error(&'static str),
}

use Value::{Bool, Empty, Error, Number, Text};

/// A sheet's number, a 0-based row and column.
type At = (usize, u32, u32);

/// A workbook whose formulas are worked out when they are asked for.
pub struct Calc {
    sheets: Vec<String>,
    names: BTreeMap<String, Node>,
    values: HashMap<At, Value>,
    formulas: BTreeMap<At, (String, Node)>,
    /// What was stored with the formulas.
    stored: HashMap<At, Value>,
    known: RefCell<HashMap<At, Value>>,
    /// The formulas that are being worked out.
    open: RefCell<BTreeSet<At>>,
}

impl Calc {
    /// Opens a workbook.
    pub fn open(bytes: &[u8]) -> Self {
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
        let sheets = book.sheet_names();
        let names = book.defined_names().to_vec();
        let mut calc = Self {
            sheets,
            names: BTreeMap::new(),
            values: HashMap::new(),
            formulas: BTreeMap::new(),
            stored: HashMap::new(),
            known: RefCell::default(),
            open: RefCell::default(),
        };
        for (name, formula) in names {
            // Print areas, titles and filters are no figures.
            if !name.starts_with("_xlnm") {
                calc.names.insert(name, Parser::node(&formula));
            }
        }
        for (sheet, name) in calc.sheets.clone().iter().enumerate() {
            let range = book.worksheet_range(name).unwrap();
            let (row0, col0) = range.start().unwrap_or_default();
            for (row, col, data) in range.used_cells() {
                let at = (sheet, row0 + row as u32, col0 + col as u32);
                calc.values.insert(at, value_of(data));
            }
            let range = book.worksheet_formula(name).unwrap();
            let (row0, col0) = range.start().unwrap_or_default();
            for (row, col, text) in range.used_cells().filter(|(_, _, text)| !text.is_empty()) {
                let at = (sheet, row0 + row as u32, col0 + col as u32);
                let node = Parser::node(text);
                calc.formulas.insert(at, (text.clone(), node));
                let stored = calc.values.remove(&at).unwrap_or(Empty);
                calc.stored.insert(at, stored);
            }
        }
        calc
    }

    /// How many formulas each sheet has.
    pub fn counts(&self) -> BTreeMap<&str, usize> {
        let mut counts = BTreeMap::new();
        for (sheet, ..) in self.formulas.keys() {
            *counts.entry(self.sheets[*sheet].as_str()).or_default() += 1;
        }
        counts
    }

    /// The functions that the formulas use.
    pub fn functions(&self) -> BTreeSet<String> {
        let mut names = BTreeSet::new();
        for (_, node) in self.formulas.values() {
            node.functions(&mut names);
        }
        names
    }

    /// The formulas whose stored result is another than the one worked out: where, what, stored, worked out.
    pub fn wrong(&self) -> Vec<String> {
        let mut wrong = Vec::new();
        for (at, (text, _)) in &self.formulas {
            let (stored, now) = (&self.stored[at], self.at(*at));
            let same = match (stored, &now) {
                (Number(stored), Number(now)) => {
                    (stored - now).abs() <= (stored.abs() * 4e-15).max(1e-6)
                }
                // A text without letters is stored like a cell without content.
                (Empty, Text(text)) => text.is_empty(),
                (stored, now) => stored == now,
            };
            if !same {
                let name = address(at.1, at.2);
                let sheet = &self.sheets[at.0];
                wrong.push(format!(
                    "{sheet}!{name} ={text}: stored {stored:?}, is {now:?}"
                ));
            }
        }
        wrong
    }

    /// A cell, worked out when it is a formula: `("Theo năm", "C5")`.
    pub fn get(&self, sheet: &str, cell: &str) -> Value {
        let (row, col) = place(cell).unwrap();
        self.at((self.sheet(sheet), row, col))
    }

    /// The first formula of a sheet in reading order.
    pub fn first_formula(&self, sheet: &str) -> Value {
        let sheet = self.sheet(sheet);
        let first = self.formulas.keys().find(|at| at.0 == sheet);
        self.at(*first.unwrap())
    }

    /// The number in a cell.
    #[track_caller]
    pub fn number(&self, sheet: &str, cell: &str) -> f64 {
        match self.get(sheet, cell) {
            Number(number) => number,
            other => panic!("{sheet}!{cell} is {other:?}"),
        }
    }

    /// Types something into a cell, as an officer does.
    pub fn set(&mut self, sheet: &str, cell: &str, value: Value) {
        let (row, col) = place(cell).unwrap();
        let at = (self.sheet(sheet), row, col);
        self.formulas.remove(&at);
        self.values.insert(at, value);
        self.known.borrow_mut().clear();
    }

    /// The cell of a sheet that holds a text, the first in reading order from some row (1-based) on.
    #[track_caller]
    pub fn find(&self, sheet: &str, text: &str, from: u32) -> String {
        let sheet = self.sheet(sheet);
        let is = |(at, value): &(&At, &Value)| {
            at.0 == sheet
                && at.1 + 1 >= from
                && matches!(value, Text(words) if words.replace('\n', " ") == text)
        };
        let cells = self.values.iter().chain(&self.stored);
        let found = cells.filter(is).map(|(at, _)| (at.1, at.2)).min();
        let (row, col) = found.unwrap_or_else(|| panic!("no {text}"));
        address(row, col)
    }

    fn sheet(&self, name: &str) -> usize {
        let found = self.sheets.iter().position(|sheet| sheet == name);
        found.unwrap_or_else(|| panic!("no sheet {name}"))
    }

    fn at(&self, at: At) -> Value {
        let Some((text, node)) = self.formulas.get(&at) else {
            return self.values.get(&at).cloned().unwrap_or(Empty);
        };
        if let Some(value) = self.known.borrow().get(&at) {
            return value.clone();
        }
        assert!(
            self.open.borrow_mut().insert(at),
            "{at:?} ={text} needs itself"
        );
        // A formula that leads to an empty cell gives 0.
        let value = match self.eval(node, at.0).one(text) {
            Empty => Number(0.0),
            value => value,
        };
        self.open.borrow_mut().remove(&at);
        self.known.borrow_mut().insert(at, value.clone());
        value
    }

    fn eval(&self, node: &Node, home: usize) -> Block {
        match node {
            Node::Value(value) => Block::single(value.clone()),
            Node::Range(sheet, first, last) => {
                let sheet = sheet.as_ref().map_or(home, |name| self.sheet(name));
                let cells = (first.0..=last.0)
                    .flat_map(|row| (first.1..=last.1).map(move |col| self.at((sheet, row, col))));
                Block {
                    width: (last.1 - first.1 + 1) as usize,
                    cells: cells.collect(),
                    range: Some((first.0, last.0)),
                }
            }
            Node::Name(name) => {
                let node = self.names.get(name);
                self.eval(node.unwrap_or_else(|| panic!("no name {name}")), home)
            }
            Node::Negated(node) => self.eval(node, home).map(|value| match number(value) {
                Ok(number) => Number(-number),
                Err(error) => Error(error),
            }),
            Node::Binary(sign, left, right) => {
                let (left, right) = (self.eval(left, home), self.eval(right, home));
                left.zip(&right, |left, right| binary(sign, left, right))
            }
            Node::Call(name, arguments) => {
                // Only what is asked for is worked out.
                if name == "IF" {
                    let [condition, yes, no] = arguments.as_slice() else {
                        panic!("IF of {} arguments", arguments.len());
                    };
                    return match self.eval(condition, home).one("IF") {
                        Error(error) => Block::single(Error(error)),
                        condition if is_true(&condition) => self.eval(yes, home),
                        _ => self.eval(no, home),
                    };
                }
                let blocks: Vec<Block> =
                    arguments.iter().map(|node| self.eval(node, home)).collect();
                call(name, &blocks)
            }
        }
    }
}

fn value_of(data: &Data) -> Value {
    match data {
        Data::Empty => Empty,
        Data::Int(number) => Number(*number as f64),
        Data::Float(number) => Number(*number),
        Data::DateTime(day) => Number(day.as_f64()),
        Data::String(text) => Text(text.clone()),
        Data::Bool(is) => Bool(*is),
        other => panic!("{other:?} in a workbook of ours"),
    }
}

/// Cells in rows; one cell alone is as large as it must be.
struct Block {
    width: usize,
    cells: Vec<Value>,
    /// The first and last row of cells that are a sheet's.
    range: Option<(u32, u32)>,
}

impl Block {
    fn single(value: Value) -> Self {
        Self {
            width: 1,
            cells: vec![value],
            range: None,
        }
    }

    #[track_caller]
    fn one(&self, of: &str) -> Value {
        let [value] = self.cells.as_slice() else {
            panic!("{} cells where one must stand: {of}", self.cells.len());
        };
        value.clone()
    }

    fn map(&self, change: impl Fn(&Value) -> Value) -> Self {
        Self {
            width: self.width,
            cells: self.cells.iter().map(change).collect(),
            range: None,
        }
    }

    fn zip(&self, other: &Self, join: impl Fn(&Value, &Value) -> Value) -> Self {
        if let [one] = self.cells.as_slice() {
            return other.map(|value| join(one, value));
        }
        if let [one] = other.cells.as_slice() {
            return self.map(|value| join(value, one));
        }
        assert_eq!(
            (self.width, self.cells.len()),
            (other.width, other.cells.len()),
            "blocks of different sizes"
        );
        let cells = self.cells.iter().zip(&other.cells);
        Self {
            width: self.width,
            cells: cells.map(|(one, other)| join(one, other)).collect(),
            range: None,
        }
    }

    fn error(&self) -> Option<&'static str> {
        self.cells.iter().find_map(|value| match value {
            Error(error) => Some(*error),
            _ => None,
        })
    }

    /// What `SUM` and its like take: numbers, whatever else stands there is left out.
    fn numbers(&self) -> impl Iterator<Item = f64> {
        self.cells.iter().filter_map(|value| match value {
            Number(number) => Some(*number),
            _ => None,
        })
    }
}

fn number(value: &Value) -> Result<f64, &'static str> {
    match value {
        Empty => Ok(0.0),
        Number(number) => Ok(*number),
        Bool(is) => Ok(f64::from(u8::from(*is))),
        Text(_) => Err("#VALUE!"),
        Error(error) => Err(error),
    }
}

fn is_true(value: &Value) -> bool {
    match value {
        Bool(is) => *is,
        Number(number) => *number != 0.0,
        other => panic!("{other:?} is no condition"),
    }
}

/// A number through its fifteen significant digits; what sums of decimals leave behind them is finer than these hold.
fn decimal(number: f64) -> Decimal {
    if number.abs() < 1e-13 {
        return Decimal::ZERO;
    }
    Decimal::from_scientific(&format!("{number:.14e}")).unwrap()
}

/// A value as it is joined to a text.
fn text(value: &Value) -> String {
    match value {
        Empty => String::new(),
        Number(number) => decimal(*number).normalize().to_string().replace('.', ","),
        Text(text) => text.clone(),
        other => panic!("{other:?} as text"),
    }
}

fn binary(sign: &str, left: &Value, right: &Value) -> Value {
    for value in [left, right] {
        if let Error(error) = value {
            return Error(error);
        }
    }
    let order = || order(left, right);
    match sign {
        "&" => Text(text(left) + &text(right)),
        "=" => Bool(order() == Ordering::Equal),
        "<>" => Bool(order() != Ordering::Equal),
        "<" => Bool(order() == Ordering::Less),
        ">" => Bool(order() == Ordering::Greater),
        "<=" => Bool(order() != Ordering::Greater),
        ">=" => Bool(order() != Ordering::Less),
        _ => {
            let (left, right) = match (number(left), number(right)) {
                (Ok(left), Ok(right)) => (left, right),
                (Err(error), _) | (_, Err(error)) => return Error(error),
            };
            match sign {
                "+" => Number(left + right),
                "-" => Number(left - right),
                "*" => Number(left * right),
                "/" if right == 0.0 => Error("#DIV/0!"),
                "/" => Number(left / right),
                other => panic!("no sign {other}"),
            }
        }
    }
}

/// Numbers before texts before truth; an empty cell is nought or no text, as the other side is.
fn order(left: &Value, right: &Value) -> Ordering {
    let rank = |value: &Value| match value {
        Number(_) => 0,
        Text(_) => 1,
        Bool(_) => 2,
        other => panic!("{other:?} compared"),
    };
    let like = |value: &Value, other: &Value| match (value, other) {
        (Empty, Text(_)) => Text(String::new()),
        (Empty, Bool(_)) => Bool(false),
        (Empty, _) => Number(0.0),
        (value, _) => value.clone(),
    };
    match (like(left, right), like(right, left)) {
        (Number(left), Number(right)) => left.partial_cmp(&right).unwrap(),
        (Text(left), Text(right)) => left.to_lowercase().cmp(&right.to_lowercase()),
        (Bool(left), Bool(right)) => left.cmp(&right),
        (left, right) => rank(&left).cmp(&rank(&right)),
    }
}

fn call(name: &str, arguments: &[Block]) -> Block {
    let of = |count: usize| assert_eq!(arguments.len(), count, "arguments of {name}");
    let first_error = || arguments.iter().find_map(Block::error);
    let numbers = || arguments.iter().flat_map(Block::numbers);
    let value = match name {
        "SUM" | "MAX" | "MIN" | "ABS" | "ROUND" | "AND" | "OR" | "SUMPRODUCT" | "SUBTOTAL"
        | "DATE"
            if first_error().is_some() =>
        {
            Error(first_error().unwrap_or_default())
        }
        "SUM" => Number(numbers().sum()),
        "MAX" => Number(numbers().reduce(f64::max).unwrap_or(0.0)),
        "MIN" => Number(numbers().reduce(f64::min).unwrap_or(0.0)),
        "COUNT" => Number(numbers().count() as f64),
        "MEDIAN" => {
            let mut all: Vec<f64> = numbers().collect();
            all.sort_by(f64::total_cmp);
            if all.is_empty() {
                Error("#NUM!")
            } else {
                Number(f64::midpoint(all[(all.len() - 1) / 2], all[all.len() / 2]))
            }
        }
        "COUNTA" => {
            let cells = arguments.iter().flat_map(|block| &block.cells);
            Number(cells.filter(|value| **value != Empty).count() as f64)
        }
        "SUBTOTAL" => {
            of(2);
            // Rows that are hidden are not known here: all are in sight.
            match arguments[0].one(name) {
                Number(109.0) => Number(arguments[1].numbers().sum()),
                Number(103.0) => return call("COUNTA", &arguments[1..]),
                other => panic!("SUBTOTAL {other:?}"),
            }
        }
        "SUMPRODUCT" => {
            let product =
                arguments
                    .iter()
                    .skip(1)
                    .fold(arguments[0].map(as_factor), |product, block| {
                        assert_eq!(product.cells.len(), block.cells.len(), "SUMPRODUCT");
                        product.zip(&block.map(as_factor), |one, other| binary("*", one, other))
                    });
            Number(product.numbers().sum())
        }
        "ABS" => {
            of(1);
            return arguments[0].map(|value| number(value).map_or_else(Error, |n| Number(n.abs())));
        }
        "ROUND" => {
            of(2);
            match (
                number(&arguments[0].one(name)),
                number(&arguments[1].one(name)),
            ) {
                (Ok(figure), Ok(places)) => Number(rounded(figure, places)),
                (Err(error), _) | (_, Err(error)) => Error(error),
            }
        }
        "AND" => Bool(arguments.iter().all(|block| is_true(&block.one(name)))),
        "OR" => Bool(arguments.iter().any(|block| is_true(&block.one(name)))),
        "DATE" => {
            of(3);
            let part = |index: usize| number(&arguments[index].one("DATE")).unwrap() as i16;
            let day = jiff::civil::date(part(0), part(1) as i8, part(2) as i8);
            let days = (day - jiff::civil::date(1899, 12, 30)).get_days();
            Number(f64::from(days))
        }
        "HYPERLINK" => {
            of(2);
            arguments[1].one(name)
        }
        "ISTEXT" => {
            of(1);
            return arguments[0].map(|value| Bool(matches!(value, Text(_))));
        }
        "ISNUMBER" => {
            of(1);
            return arguments[0].map(|value| Bool(matches!(value, Number(_))));
        }
        "ISERROR" => {
            of(1);
            return arguments[0].map(|value| Bool(matches!(value, Error(_))));
        }
        "LEFT" => {
            of(2);
            let length = number(&arguments[1].one(name)).unwrap() as usize;
            return arguments[0].map(|value| match value {
                Error(error) => Error(error),
                value => Text(text(value).chars().take(length).collect()),
            });
        }
        "ROW" => {
            of(1);
            let (first, last) = arguments[0]
                .range
                .unwrap_or_else(|| panic!("ROW of no cells"));
            return Block {
                width: 1,
                cells: (first..=last)
                    .map(|row| Number(f64::from(row + 1)))
                    .collect(),
                range: None,
            };
        }
        "MATCH" => {
            of(3);
            assert_eq!(
                arguments[2].one(name),
                Number(0.0),
                "MATCH that is not exact"
            );
            return arguments[0].map(|sought| {
                let is = |value: &Value| match (sought, value) {
                    (Error(_), _) | (_, Empty) => false,
                    (Text(pattern), Text(text)) => is_like(text, pattern),
                    (sought, value) => order(sought, value) == Ordering::Equal,
                };
                let found = arguments[1].cells.iter().position(is);
                found.map_or(Error("#N/A"), |place| Number(place as f64 + 1.0))
            });
        }
        "COUNTIF" | "COUNTIFS" => {
            let met = meeting(arguments);
            Number(met.into_iter().filter(|met| *met).count() as f64)
        }
        "SUMIF" => {
            of(3);
            summed(&arguments[2], &arguments[..2])
        }
        "SUMIFS" => summed(&arguments[0], &arguments[1..]),
        other => panic!("no function {other}"),
    };
    Block::single(value)
}

/// What `SUMPRODUCT` multiplies: a number; anything else, truth too, is 0.
fn as_factor(value: &Value) -> Value {
    match value {
        Number(number) => Number(*number),
        _ => Number(0.0),
    }
}

fn rounded(figure: f64, places: f64) -> f64 {
    assert!(places >= 0.0, "ROUND before the comma");
    let rounding = RoundingStrategy::MidpointAwayFromZero;
    let decimal = decimal(figure).round_dp_with_strategy(places as u32, rounding);
    decimal.to_string().parse().unwrap()
}

fn summed(amounts: &Block, conditions: &[Block]) -> Value {
    let met = meeting(conditions);
    assert_eq!(met.len(), amounts.cells.len(), "ranges of different sizes");
    let mut sum = 0.0;
    for (value, _) in amounts.cells.iter().zip(met).filter(|(_, met)| *met) {
        match value {
            Number(number) => sum += number,
            Error(error) => return Error(error),
            _ => {}
        }
    }
    Number(sum)
}

/// Which cells meet all conditions: ranges and criteria in turn.
fn meeting(conditions: &[Block]) -> Vec<bool> {
    assert!(conditions.len().is_multiple_of(2) && !conditions.is_empty());
    let mut met = vec![true; conditions[0].cells.len()];
    for pair in conditions.chunks(2) {
        assert_eq!(pair[0].cells.len(), met.len(), "ranges of different sizes");
        let criterion = Criterion::of(&pair[1].one("a criterion"));
        for (met, value) in met.iter_mut().zip(&pair[0].cells) {
            *met = *met && criterion.is_met(value);
        }
    }
    met
}

struct Criterion {
    sign: &'static str,
    sought: Value,
}

impl Criterion {
    fn of(value: &Value) -> Self {
        let Text(words) = value else {
            return Self {
                sign: "=",
                sought: value.clone(),
            };
        };
        let signs = [">=", "<=", "<>", ">", "<", "="];
        let sign = signs.into_iter().find(|sign| words.starts_with(sign));
        let rest = words.strip_prefix(sign.unwrap_or("")).unwrap();
        let sought = match (rest, rest.replace(',', ".").parse::<f64>()) {
            ("", _) => Empty,
            (_, Ok(number)) => Number(number),
            _ => Text(rest.to_owned()),
        };
        assert!(sign.is_some() || !words.is_empty(), "an empty criterion");
        Self {
            sign: sign.unwrap_or("="),
            sought,
        }
    }

    fn is_met(&self, value: &Value) -> bool {
        match (self.sign, &self.sought) {
            ("=", sought) => Self::equals(value, sought),
            ("<>", sought) => !Self::equals(value, sought),
            (sign, Number(limit)) => match value {
                Number(number) => is_true(&binary(sign, &Number(*number), &Number(*limit))),
                _ => false,
            },
            other => panic!("the criterion {other:?}"),
        }
    }

    fn equals(value: &Value, sought: &Value) -> bool {
        match (value, sought) {
            (Empty, Empty) => true,
            (Number(number), Number(sought)) => number == sought,
            // A text that is the figure is the figure to a criterion.
            (Text(text), Number(sought)) => text.trim().parse() == Ok(*sought),
            (Text(text), Text(pattern)) => is_like(text, pattern),
            _ => false,
        }
    }
}

/// Whether a text is what a pattern says: `*` for any signs, `?` for one, `~` before a sign that stands for itself.
fn is_like(text: &str, pattern: &str) -> bool {
    fn like(text: &[char], pattern: &[char]) -> bool {
        match pattern {
            [] => text.is_empty(),
            ['~', sign @ ('*' | '?' | '~'), rest @ ..] => {
                text.first() == Some(sign) && like(&text[1..], rest)
            }
            ['*', rest @ ..] => (0..=text.len()).any(|from| like(&text[from..], rest)),
            ['?', rest @ ..] => !text.is_empty() && like(&text[1..], rest),
            [sign, rest @ ..] => text.first() == Some(sign) && like(&text[1..], rest),
        }
    }
    let letters = |text: &str| text.to_lowercase().chars().collect::<Vec<char>>();
    like(&letters(text), &letters(pattern))
}

/// A formula, taken apart.
enum Node {
    Value(Value),
    /// A sheet unless it is the formula's own, the first and the last cell.
    Range(Option<String>, (u32, u32), (u32, u32)),
    Name(String),
    Negated(Box<Node>),
    Binary(String, Box<Node>, Box<Node>),
    Call(String, Vec<Node>),
}

impl Node {
    fn functions(&self, names: &mut BTreeSet<String>) {
        match self {
            Node::Value(_) | Node::Range(..) | Node::Name(_) => {}
            Node::Negated(node) => node.functions(names),
            Node::Binary(_, left, right) => {
                left.functions(names);
                right.functions(names);
            }
            Node::Call(name, arguments) => {
                names.insert(name.clone());
                arguments.iter().for_each(|node| node.functions(names));
            }
        }
    }
}

struct Parser<'a> {
    whole: &'a str,
    rest: &'a str,
}

impl<'a> Parser<'a> {
    fn node(formula: &'a str) -> Node {
        let mut parser = Self {
            whole: formula,
            rest: formula,
        };
        let node = parser.binary(0);
        assert_eq!(parser.rest, "", "what follows in {formula}");
        node
    }

    fn fail(&self, what: &str) -> ! {
        panic!("{what} at {:?} in {:?}", self.rest, self.whole)
    }

    fn take(&mut self, sign: &str) -> bool {
        let rest = self.rest.strip_prefix(sign);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn binary(&mut self, level: usize) -> Node {
        const LEVELS: [&[&str]; 4] = [
            &["<=", ">=", "<>", "<", ">", "="],
            &["&"],
            &["+", "-"],
            &["*", "/"],
        ];
        let Some(signs) = LEVELS.get(level) else {
            return self.unary();
        };
        let mut left = self.binary(level + 1);
        while let Some(sign) = signs.iter().find(|sign| self.rest.starts_with(**sign)) {
            self.take(sign);
            let right = self.binary(level + 1);
            left = Node::Binary((*sign).to_owned(), Box::new(left), Box::new(right));
        }
        left
    }

    fn unary(&mut self) -> Node {
        if self.take("-") {
            return Node::Negated(Box::new(self.unary()));
        }
        if self.take("(") {
            let node = self.binary(0);
            return if self.take(")") {
                node
            } else {
                self.fail("no bracket")
            };
        }
        match self.rest.chars().next() {
            Some('"') => Node::Value(Text(self.quoted('"'))),
            Some('\'') => {
                let sheet = self.quoted('\'');
                if !self.take("!") {
                    self.fail("no cell of a sheet");
                }
                self.range(Some(sheet))
            }
            Some(sign) if sign.is_ascii_digit() => self.number(),
            _ => self.word(),
        }
    }

    /// What stands between two marks; a mark within is doubled.
    fn quoted(&mut self, mark: char) -> String {
        self.rest = &self.rest[1..];
        let mut text = String::new();
        loop {
            let Some(end) = self.rest.find(mark) else {
                self.fail("an open mark")
            };
            text.push_str(&self.rest[..end]);
            self.rest = &self.rest[end + 1..];
            if !self.rest.starts_with(mark) {
                return text;
            }
            text.push(mark);
            self.rest = &self.rest[1..];
        }
    }

    fn number(&mut self) -> Node {
        let is_digit = |sign: char| sign.is_ascii_digit() || sign == '.';
        let end = self.rest.find(|sign| !is_digit(sign));
        let (digits, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        self.rest = rest;
        match digits.parse() {
            Ok(number) => Node::Value(Number(number)),
            Err(_) => self.fail("no number"),
        }
    }

    /// A function, a cell, or a name.
    fn word(&mut self) -> Node {
        let is_part = |sign: char| sign.is_alphanumeric() || matches!(sign, '_' | '$' | '.');
        let end = self.rest.find(|sign| !is_part(sign));
        let (word, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        if word.is_empty() {
            self.fail("nothing known");
        }
        if let Some(rest) = rest.strip_prefix('(') {
            self.rest = rest;
            let mut arguments = Vec::new();
            while !self.take(")") {
                arguments.push(self.binary(0));
                if !self.take(",") && !self.rest.starts_with(')') {
                    self.fail("no comma");
                }
            }
            return Node::Call(word.to_owned(), arguments);
        }
        if place(word).is_some() {
            return self.range(None);
        }
        self.rest = rest;
        if self.take("!") {
            return self.range(Some(word.to_owned()));
        }
        Node::Name(word.to_owned())
    }

    fn range(&mut self, sheet: Option<String>) -> Node {
        let first = self.cell();
        let last = if self.take(":") { self.cell() } else { first };
        Node::Range(sheet, first, last)
    }

    fn cell(&mut self) -> (u32, u32) {
        let is_part = |sign: char| sign.is_ascii_alphanumeric() || sign == '$';
        let end = self.rest.find(|sign| !is_part(sign));
        let (word, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        let Some(place) = place(word) else {
            self.fail("no cell")
        };
        self.rest = rest;
        place
    }
}

/// The 0-based row and column of `$B$5`; `None` for what is no cell.
fn place(word: &str) -> Option<(u32, u32)> {
    let word = word.replace('$', "");
    let (letters, digits) = word.split_at(word.find(|sign: char| sign.is_ascii_digit())?);
    let fits = letters.len() <= 3 && letters.chars().all(|letter| letter.is_ascii_uppercase());
    if !fits || letters.is_empty() {
        return None;
    }
    let col = letters
        .bytes()
        .fold(0, |col, letter| col * 26 + u32::from(letter - b'A') + 1);
    Some((digits.parse::<u32>().ok()?.checked_sub(1)?, col - 1))
}

/// A 0-based row and column as a cell is named.
pub fn address(row: u32, col: u32) -> String {
    format!("{}{}", tonghop::place::col_name(col), row + 1)
}
