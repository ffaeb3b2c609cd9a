//! What is wrong with a template, in words that say what to write instead.

use super::{Mistake, Wanted};
use crate::lang::Lang;
use crate::letters::word;

impl Mistake {
    /// What is wrong, in a sentence.
    #[must_use]
    pub fn say(&self, lang: Lang) -> String {
        self.of_shape(lang)
            .or_else(|| self.of_fields(lang))
            .unwrap_or_else(|| self.of_the_rest(lang))
    }

    fn of_shape(&self, lang: Lang) -> Option<String> {
        Some(match self {
            Self::NoToml { typed, words } => {
                let typed = lang.quote(&word(typed));
                let words = word(words);
                lang.pick(
                    format!("không đọc được {typed}: chữ đặt trong \" \", danh sách đặt trong [ ], nhóm khóa đặt trong {{ }}, mỗi phần tử cách nhau bằng dấu phẩy"),
                    format!("{typed} cannot be read ({words}): texts stand in \" \", lists in [ ], groups of keys in {{ }}, with commas between"),
                )
            }
            Self::KeyTwice(typed) => {
                let typed = lang.quote(&word(typed));
                lang.pick(
                    format!("khóa ở {typed} ghi hai lần trong cùng một mục; bỏ một dòng"),
                    format!("the key in {typed} stands twice in one table; take one line out"),
                )
            }
            Self::UnknownKey {
                key,
                nearest,
                known,
            } => {
                let (key, hint) = (lang.quote(&word(key)), near(nearest.as_deref(), lang));
                let known = lang.list(known);
                lang.pick(
                    format!("không có khóa {key}{hint}; ở đây chỉ nhận: {known}"),
                    format!("there is no key {key}{hint}; known here: {known}"),
                )
            }
            Self::UnknownWord {
                key,
                word: typed,
                nearest,
                known,
            } => {
                let (typed, hint) = (lang.quote(&word(typed)), near(nearest.as_deref(), lang));
                let known = lang.list(known);
                lang.pick(
                    format!("{key} không nhận {typed}{hint}; chỉ nhận: {known}"),
                    format!("{key} does not take {typed}{hint}; it takes: {known}"),
                )
            }
            Self::MissingKey(key) => lang.pick(
                format!("thiếu khóa bắt buộc “{key}” trong mục này"),
                format!("the required key “{key}” is missing here"),
            ),
            Self::WrongValue { key, typed, wanted } => {
                let typed = lang.quote(&word(typed));
                let wanted = wanted.say(lang);
                lang.pick(
                    format!("{key} ghi {typed}; cần ghi {wanted}"),
                    format!("{key} says {typed}; it takes {wanted}"),
                )
            }
            _ => return None,
        })
    }

    fn of_fields(&self, lang: Lang) -> Option<String> {
        Some(match self {
            Self::Columns {
                field,
                wanted: (least, most),
            } => {
                let field = word(field);
                let columns = if least == most {
                    lang.count(*most, "cột", "column", "columns")
                } else {
                    lang.pick(
                        format!("từ {least} đến {most} cột"),
                        format!("{least} to {most} columns"),
                    )
                };
                lang.pick(
                    format!("trường “{field}” phải có {columns} (`columns`)"),
                    format!("field “{field}” must have {columns} (`columns`)"),
                )
            }
            Self::BadId(id) => {
                let id = lang.quote(&word(id));
                lang.pick(
                    format!("mã {id} chỉ nên có chữ thường không dấu, số và dấu _ (mã của mẫu: dấu -)"),
                    format!("the id {id} should hold small plain letters, digits and _ only (that of the template: -)"),
                )
            }
            Self::Twice(id) => {
                let id = word(id);
                lang.pick(
                    format!("mã “{id}” được dùng hai lần; mỗi trường, mỗi cột cần một mã riêng"),
                    format!(
                        "the id “{id}” is used twice; each field and column needs an id of its own"
                    ),
                )
            }
            Self::LabelTwice(label) => {
                let label = lang.quote(&word(label));
                lang.pick(
                    format!("nhãn {label} được dùng hai lần; mỗi cột cần một nhãn riêng"),
                    format!(
                        "the label {label} is used twice; each column needs a label of its own"
                    ),
                )
            }
            Self::NoGroup {
                field,
                group,
                nearest,
            } => {
                let (field, group) = (word(field), word(group));
                let hint = near(nearest.as_deref(), lang);
                lang.pick(
                    format!("trường “{field}” thuộc nhóm “{group}” nhưng mẫu không có trường này{hint}"),
                    format!("field “{field}” names the group “{group}”, which is no field of the template{hint}"),
                )
            }
            Self::List { field, code: true } => {
                let field = word(field);
                lang.pick(
                    format!(
                        "trường “{field}” chọn trong danh mục (kind = \"code\") thì cần `list`"
                    ),
                    format!("field “{field}” is a code and needs a `list`"),
                )
            }
            Self::List { field, code: false } => {
                let field = word(field);
                lang.pick(
                    format!("trường “{field}” có `list` nhưng kind không phải là \"code\": danh mục không được dùng"),
                    format!("field “{field}” has a `list` but is no code: the list is not used"),
                )
            }
            Self::ListOfProject { list, nearest } => {
                let (list, hint) = (word(list), near(nearest.as_deref(), lang));
                lang.pick(
                    format!("mẫu không có danh mục “{list}”{hint}; dự án phải ghi `{list} = \"{list}.csv\"` ở [lists] của tonghop.toml"),
                    format!("the template brings no list “{list}”{hint}; the project must name it: `{list} = \"{list}.csv\"` under [lists] of tonghop.toml"),
                )
            }
            Self::KeyOfOtherKind { field, key } => {
                let field = word(field);
                lang.pick(
                    format!("`{key}` không có tác dụng với kind của trường “{field}”"),
                    format!("`{key}` says nothing for the kind of field “{field}”"),
                )
            }
            Self::HeadingTwice {
                heading,
                first,
                second,
            } => {
                let heading = lang.quote(&word(heading));
                let (first, second) = (word(first), word(second));
                lang.pick(
                    format!("tên cột {heading} ghi ở cả hai trường “{first}” và “{second}”; chỉ trường sau nhận được cột này"),
                    format!("the heading {heading} stands in both “{first}” and “{second}”; only the latter gets the column"),
                )
            }
            Self::NoHeading(field) => {
                let field = word(field);
                lang.pick(
                    format!("trường “{field}” chưa có tên cột nào (`headings` hoặc `under`): không đọc được từ biểu của đơn vị"),
                    format!("field “{field}” has no heading (`headings` or `under`): it is read from no sheet of an office"),
                )
            }
            _ => return None,
        })
    }

    fn of_the_rest(&self, lang: Lang) -> String {
        match self {
            Self::NoName => lang.pick(
                "chưa trường nào có role = \"name\": cần một trường là tên của mỗi dòng để nhận ra bảng".to_owned(),
                "no field has role = \"name\": one must name the rows for a table to be recognised".to_owned(),
            ),
            Self::RoleTwice { role, field } => {
                let field = word(field);
                lang.pick(
                    format!("trường “{field}” cũng có role = \"{role}\"; chỉ trường đầu được dùng"),
                    format!("field “{field}” has role = \"{role}\" too; only the first is used"),
                )
            }
            Self::Pattern { field, pattern } => {
                let (field, pattern) = (word(field), word(pattern));
                lang.pick(
                    format!("quy tắc của trường “{field}”: “{pattern}” không phải là biểu thức chính quy đúng"),
                    format!("a rule of field “{field}”: “{pattern}” is no regular expression"),
                )
            }
            Self::NoSuchField { of, other, nearest } => {
                let (of, other) = (word(of), word(other));
                let hint = near(nearest.as_deref(), lang);
                lang.pick(
                    format!("“{of}” nhắc đến trường “{other}” nhưng mẫu không có{hint}"),
                    format!("“{of}” names “{other}”, which is no field of the template{hint}"),
                )
            }
            Self::RuleOfOtherKind { field, key } => {
                let field = word(field);
                lang.pick(
                    format!("quy tắc `{key}` không áp dụng được cho kind của trường “{field}”"),
                    format!("the rule `{key}` does not go with the kind of field “{field}”"),
                )
            }
            Self::NotListed {
                word: typed,
                list,
                nearest,
            } => {
                let (typed, list) = (lang.quote(&word(typed)), word(list));
                let hint = near(nearest.as_deref(), lang);
                lang.pick(
                    format!("{typed} không có trong danh mục “{list}”{hint}"),
                    format!("{typed} is not on the list “{list}”{hint}"),
                )
            }
            Self::NotANumber(field) => {
                let field = word(field);
                lang.pick(
                    format!("`consolidated.sums`: trường “{field}” không phải là số (`decimal`, `integer`) nên không cộng được; tiền thì luôn được cộng"),
                    format!("`consolidated.sums`: field “{field}” holds no numbers (`decimal`, `integer`) and cannot be added up; money always is"),
                )
            }
            Self::NoGroups { key, field } => {
                let field = word(field);
                lang.pick(
                    format!("`{key}`: trường “{field}” là số liệu nên không chia nhóm hay đếm theo được"),
                    format!("`{key}`: field “{field}” holds figures, by which nothing can be grouped or counted"),
                )
            }
            Self::Counts => lang.pick(
                "mỗi mục của `consolidated.counts` phải có đúng một trong hai khóa `by`, `distinct`".to_owned(),
                "each entry of `consolidated.counts` must have one of the keys `by` and `distinct`".to_owned(),
            ),
            Self::Slot(field) => {
                let field = word(field);
                lang.pick(
                    format!("`form` của trường “{field}” có `slot` mà kind này không có"),
                    format!("`form` of field “{field}” has a `slot` that its kind does not have"),
                )
            }
            Self::Version(version) => lang.pick(
                format!("phiên bản {version} trong `[[earlier]]` phải nhỏ hơn `version` của mẫu và chỉ ghi một lần"),
                format!("version {version} in `[[earlier]]` must be below the form's `version` and stand once"),
            ),
            Self::NoField { version, id } => {
                let id = word(id);
                lang.pick(
                    format!("phiên bản {version} trong `[[earlier]]` nhắc đến “{id}” nhưng mẫu không có trường hay cột này"),
                    format!("version {version} in `[[earlier]]` names “{id}”, which is no field or column of the template"),
                )
            }
            _ => lang.pick(
                "`default_scale` phải là số nguyên dương (số đồng trong một đơn vị)".to_owned(),
                "`default_scale` must be a positive whole number (đồng in one unit)".to_owned(),
            ),
        }
    }
}

impl Wanted {
    fn say(&self, lang: Lang) -> String {
        let (vi, en) = match self {
            Self::Text => (
                "chữ trong dấu nháy, ví dụ \"Tên dự án\"",
                "a text in marks, such as \"Tên dự án\"",
            ),
            Self::List => (
                "danh sách trong [ ], ví dụ [\"Tên dự án\"]",
                "a list in [ ], such as [\"Tên dự án\"]",
            ),
            Self::Truth => ("true hoặc false", "true or false"),
            Self::Whole => (
                "số nguyên, không có dấu nháy",
                "a whole number without marks",
            ),
            Self::Number => (
                "con số, ví dụ 100 hoặc \"0.0001\"",
                "a number, such as 100 or \"0.0001\"",
            ),
            Self::Table => (
                "các khóa trong { }, ví dụ { id = \"a\", vi = \"A\" }",
                "keys in { }, such as { id = \"a\", vi = \"A\" }",
            ),
            Self::Other(words) => return words.clone(),
        };
        lang.pick(vi, en).to_owned()
    }
}

/// `; gần nhất là “kind”`.
fn near(nearest: Option<&str>, lang: Lang) -> String {
    nearest.map_or_else(String::new, |nearest| {
        let nearest = lang.quote(&word(nearest));
        lang.pick(
            format!("; gần nhất là {nearest}"),
            format!("; the nearest is {nearest}"),
        )
    })
}
