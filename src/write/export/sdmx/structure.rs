//! What the aggregates are, as SDMX-ML 2.1: lists of codes, concepts, and for each form a data structure and a dataflow.

use std::io::Write;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, Event};

use super::aggregates::Aggregates;
use super::xml::{Done, Xml, element, format, names, own_reference, text_in};
use super::{Code, WORDS, codes, ids, version};
use crate::project::Project;
use crate::round::Round;
use crate::template::Told;

const MESSAGE: &str = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message";
const STRUCTURE: &str = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/structure";
const COMMON: &str = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/common";

/// The version of the lists and of the concepts.
const VERSION: &str = "1.0";
const CONCEPTS: &str = "CONCEPTS";

/// The dimensions and their lists; the time has none.
const DIMENSIONS: [&str; 4] = ["FREQ", "OFFICE", "SECTOR", "INDICATOR"];
/// The attributes of a figure, each of which is always there.
const ATTRIBUTES: [&str; 5] = ["UNIT_MEASURE", "OBS_STATUS", "RECORDS", "MISSING", "DOUBTS"];

/// Writes the structure.
pub fn write(round: &Round, all: &[(&str, Aggregates<'_>)], out: &mut dyn Write) -> Done {
    let mut xml = Writer::new_with_indent(out, b' ', 1);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let project = round.setup.project.as_ref();
    let structure = Structure {
        round,
        agency: ids::agency(project.map_or("", |project| &project.programme.id)),
        all,
    };
    xml.create_element("mes:Structure")
        .with_attributes([
            ("xmlns:mes", MESSAGE),
            ("xmlns:str", STRUCTURE),
            ("xmlns:com", COMMON),
        ])
        .write_inner_content(|xml| {
            structure.header(project, xml)?;
            xml.create_element("mes:Structures")
                .write_inner_content(|xml| structure.structures(xml))?;
            Ok(())
        })?;
    xml.get_mut().write_all(b"\n")
}

struct Structure<'a> {
    round: &'a Round,
    agency: String,
    all: &'a [(&'a str, Aggregates<'a>)],
}

impl Structure<'_> {
    fn header(&self, project: Option<&Project>, xml: &mut Xml<'_>) -> Done {
        // The day of making may be none of the clock's: the same round gives the same bytes.
        let day = project.and_then(|project| project.period.deadline.or(project.period.end));
        let day = day.unwrap_or(jiff::civil::date(1970, 1, 1));
        xml.create_element("mes:Header")
            .write_inner_content(|xml| {
                element("mes:ID", &format!("{}-STRUCTURE", self.agency), xml)?;
                element("mes:Test", "false", xml)?;
                element("mes:Prepared", &format!("{day}T00:00:00"), xml)?;
                xml.create_element("mes:Sender")
                    .with_attribute(("id", self.agency.as_str()))
                    .write_empty()?;
                Ok(())
            })?;
        Ok(())
    }

    fn structures(&self, xml: &mut Xml<'_>) -> Done {
        xml.create_element("str:OrganisationSchemes")
            .write_inner_content(|xml| self.agencies(xml))?;
        xml.create_element("str:Dataflows")
            .write_inner_content(|xml| {
                self.all
                    .iter()
                    .try_for_each(|(table, aggregates)| self.dataflow(table, aggregates, xml))
            })?;
        xml.create_element("str:Codelists")
            .write_inner_content(|xml| self.lists(xml))?;
        xml.create_element("str:Concepts")
            .write_inner_content(|xml| self.concepts(xml))?;
        xml.create_element("str:DataStructures")
            .write_inner_content(|xml| {
                self.all
                    .iter()
                    .try_for_each(|(table, aggregates)| self.data_structure(table, aggregates, xml))
            })?;
        Ok(())
    }

    fn agencies(&self, xml: &mut Xml<'_>) -> Done {
        let project = self.round.setup.project.as_ref();
        let name = project.map(|project| project.programme.name.as_str());
        let name = name.filter(|name| !name.is_empty()).unwrap_or(&self.agency);
        xml.create_element("str:AgencyScheme")
            .with_attributes([
                ("agencyID", "SDMX"),
                ("id", "AGENCIES"),
                ("version", VERSION),
            ])
            .write_inner_content(|xml| {
                names(&WORDS.agencies.vi, &WORDS.agencies.en, xml)?;
                xml.create_element("str:Agency")
                    .with_attribute(("id", self.agency.as_str()))
                    .write_inner_content(|xml| text_in("com:Name", "vi", name, xml))?;
                Ok(())
            })?;
        Ok(())
    }

    fn dataflow(&self, table: &str, aggregates: &Aggregates<'_>, xml: &mut Xml<'_>) -> Done {
        let (id, version) = (ids::code(table), version(aggregates.form));
        self.artefact("str:Dataflow", &id, &version, xml, |xml| {
            names(&aggregates.form.vi, &aggregates.form.en, xml)?;
            xml.create_element("str:Structure")
                .write_inner_content(|xml| {
                    let id = structure_id(table);
                    self.reference(&id, &version, "datastructure", "DataStructure", xml)
                })?;
            Ok(())
        })
    }

    fn lists(&self, xml: &mut Xml<'_>) -> Done {
        for list in &WORDS.list {
            let told = codes::told(&list.vi, &list.en);
            self.list(&list.id, VERSION, &told, &list.codes, xml)?;
        }
        self.list(
            "CL_OFFICE",
            VERSION,
            &WORDS.names.cl_office,
            &codes::offices(self.round, self.all),
            xml,
        )?;
        self.list(
            "CL_SECTOR",
            VERSION,
            &WORDS.names.cl_sector,
            &codes::sectors(self.round, self.all),
            xml,
        )?;
        let measures = codes::measures(self.all);
        self.list(
            "CL_UNIT_MEASURE",
            VERSION,
            &WORDS.names.cl_unit_measure,
            &measures,
            xml,
        )?;
        for (table, aggregates) in self.all {
            let (id, version) = (indicators_id(table), version(aggregates.form));
            let codes = codes::indicators(aggregates);
            self.list(&id, &version, &WORDS.names.cl_indicator, &codes, xml)?;
        }
        Ok(())
    }

    fn list(
        &self,
        id: &str,
        version: &str,
        name: &Told,
        codes: &[Code],
        xml: &mut Xml<'_>,
    ) -> Done {
        self.artefact("str:Codelist", id, version, xml, |xml| {
            names(&name.vi, &name.en, xml)?;
            for code in codes {
                xml.create_element("str:Code")
                    .with_attribute(("id", code.id.as_str()))
                    .write_inner_content(|xml| names(&code.vi, &code.en, xml))?;
            }
            Ok(())
        })
    }

    fn concepts(&self, xml: &mut Xml<'_>) -> Done {
        self.artefact("str:ConceptScheme", CONCEPTS, VERSION, xml, |xml| {
            names(&WORDS.scheme.vi, &WORDS.scheme.en, xml)?;
            for concept in &WORDS.concept {
                xml.create_element("str:Concept")
                    .with_attribute(("id", concept.id.as_str()))
                    .write_inner_content(|xml| {
                        names(&concept.vi, &concept.en, xml)?;
                        text_in("com:Description", "vi", &concept.about.vi, xml)?;
                        text_in("com:Description", "en", &concept.about.en, xml)
                    })?;
            }
            Ok(())
        })
    }

    fn data_structure(&self, table: &str, aggregates: &Aggregates<'_>, xml: &mut Xml<'_>) -> Done {
        let (id, version) = (structure_id(table), version(aggregates.form));
        self.artefact("str:DataStructure", &id, &version, xml, |xml| {
            names(&aggregates.form.vi, &aggregates.form.en, xml)?;
            xml.create_element("str:DataStructureComponents")
                .write_inner_content(|xml| {
                    self.dimensions(table, &version, xml)?;
                    self.measure_and_attributes(xml)
                })?;
            Ok(())
        })
    }

    fn dimensions(&self, table: &str, version: &str, xml: &mut Xml<'_>) -> Done {
        xml.create_element("str:DimensionList")
            .with_attribute(("id", "DimensionDescriptor"))
            .write_inner_content(|xml| {
                for (position, id) in (1..).zip(DIMENSIONS) {
                    let position = position.to_string();
                    let (list, version) = match id {
                        "INDICATOR" => (indicators_id(table), version),
                        id => (format!("CL_{id}"), VERSION),
                    };
                    xml.create_element("str:Dimension")
                        .with_attributes([("id", id), ("position", position.as_str())])
                        .write_inner_content(|xml| {
                            self.identity(id, xml)?;
                            self.enumeration(&list, version, xml)
                        })?;
                }
                xml.create_element("str:TimeDimension")
                    .with_attributes([("id", "TIME_PERIOD"), ("position", "5")])
                    .write_inner_content(|xml| {
                        self.identity("TIME_PERIOD", xml)?;
                        format("ObservationalTimePeriod", xml)
                    })?;
                Ok(())
            })?;
        Ok(())
    }

    fn measure_and_attributes(&self, xml: &mut Xml<'_>) -> Done {
        xml.create_element("str:AttributeList")
            .with_attribute(("id", "AttributeDescriptor"))
            .write_inner_content(|xml| {
                for id in ATTRIBUTES {
                    xml.create_element("str:Attribute")
                        .with_attributes([("id", id), ("assignmentStatus", "Mandatory")])
                        .write_inner_content(|xml| {
                            self.identity(id, xml)?;
                            match id {
                                "UNIT_MEASURE" | "OBS_STATUS" => {
                                    self.enumeration(&format!("CL_{id}"), VERSION, xml)?;
                                }
                                _ => format("Integer", xml)?,
                            }
                            xml.create_element("str:AttributeRelationship")
                                .write_inner_content(|xml| {
                                    xml.create_element("str:PrimaryMeasure")
                                        .write_inner_content(|xml| {
                                            own_reference("OBS_VALUE", xml)
                                        })?;
                                    Ok(())
                                })?;
                            Ok(())
                        })?;
                }
                Ok(())
            })?;
        xml.create_element("str:MeasureList")
            .with_attribute(("id", "MeasureDescriptor"))
            .write_inner_content(|xml| {
                xml.create_element("str:PrimaryMeasure")
                    .with_attribute(("id", "OBS_VALUE"))
                    .write_inner_content(|xml| {
                        self.identity("OBS_VALUE", xml)?;
                        format("Double", xml)
                    })?;
                Ok(())
            })?;
        Ok(())
    }

    /// An element with an identifier of this agency's.
    fn artefact(
        &self,
        name: &str,
        id: &str,
        version: &str,
        xml: &mut Xml<'_>,
        within: impl FnOnce(&mut Xml<'_>) -> Done,
    ) -> Done {
        xml.create_element(name)
            .with_attributes([
                ("id", id),
                ("agencyID", self.agency.as_str()),
                ("version", version),
                ("isFinal", "true"),
            ])
            .write_inner_content(within)?;
        Ok(())
    }

    /// The concept that a component is of.
    fn identity(&self, concept: &str, xml: &mut Xml<'_>) -> Done {
        xml.create_element("str:ConceptIdentity")
            .write_inner_content(|xml| {
                xml.create_element("Ref")
                    .with_attributes([
                        ("id", concept),
                        ("maintainableParentID", CONCEPTS),
                        ("maintainableParentVersion", VERSION),
                        ("agencyID", self.agency.as_str()),
                        ("package", "conceptscheme"),
                        ("class", "Concept"),
                    ])
                    .write_empty()?;
                Ok(())
            })?;
        Ok(())
    }

    fn enumeration(&self, list: &str, version: &str, xml: &mut Xml<'_>) -> Done {
        xml.create_element("str:LocalRepresentation")
            .write_inner_content(|xml| {
                xml.create_element("str:Enumeration")
                    .write_inner_content(|xml| {
                        self.reference(list, version, "codelist", "Codelist", xml)
                    })?;
                Ok(())
            })?;
        Ok(())
    }

    fn reference(
        &self,
        id: &str,
        version: &str,
        package: &str,
        class: &str,
        xml: &mut Xml<'_>,
    ) -> Done {
        xml.create_element("Ref")
            .with_attributes([
                ("id", id),
                ("version", version),
                ("agencyID", self.agency.as_str()),
                ("package", package),
                ("class", class),
            ])
            .write_empty()?;
        Ok(())
    }
}

fn structure_id(table: &str) -> String {
    format!("DSD_{}", ids::code(table))
}

fn indicators_id(table: &str) -> String {
    format!("CL_INDICATOR_{}", ids::code(table))
}
