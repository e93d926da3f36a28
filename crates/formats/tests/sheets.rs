//! Sheets as offices have them, and as an attacker makes them.

use std::io::{Cursor, Write as _};
use std::ops::ControlFlow;

use comity_formats::sheet::{CELL, Flaw, Options, Row, SheetFault, rows};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn read(bytes: &[u8]) -> Result<Vec<Row>, SheetFault> {
    read_as(bytes, &Options::default())
}

fn read_as(bytes: &[u8], options: &Options) -> Result<Vec<Row>, SheetFault> {
    let mut all = Vec::new();
    rows(bytes, options, &mut |row| {
        all.push(row);
        ControlFlow::Continue(())
    })?;
    Ok(all)
}

fn texts(row: &Row) -> Vec<&str> {
    row.cells.iter().map(|cell| cell.text.as_str()).collect()
}

fn packed(members: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in members {
        zip.start_file(*name, SimpleFileOptions::default())
            .expect("a member");
        zip.write_all(text.as_bytes()).expect("a vector takes it");
    }
    zip.finish().expect("whole").into_inner()
}

fn workbook(strings: &str, data: &str) -> Vec<u8> {
    let ns = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    packed(&[
        ("[Content_Types].xml", "<Types/>"),
        (
            "_rels/.rels",
            &format!(
                r#"<Relationships xmlns="{package}"><Relationship Id="rId1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
            ),
        ),
        (
            "xl/workbook.xml",
            &format!(
                r#"<workbook xmlns="{ns}" xmlns:r="{office}"><sheets><sheet name="Register" sheetId="1" r:id="rId1"/></sheets></workbook>"#
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            &format!(
                r#"<Relationships xmlns="{package}"><Relationship Id="rId1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#
            ),
        ),
        (
            "xl/styles.xml",
            &format!(
                r#"<styleSheet xmlns="{ns}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#
            ),
        ),
        (
            "xl/sharedStrings.xml",
            &format!(r#"<sst xmlns="{ns}" {strings}</sst>"#),
        ),
        (
            "xl/worksheets/sheet1.xml",
            &format!(r#"<worksheet xmlns="{ns}"><sheetData>{data}</sheetData></worksheet>"#),
        ),
    ])
}

fn document(table: &str) -> Vec<u8> {
    packed(&[(
        "content.xml",
        &format!(
            r#"<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet><table:table table:name="R">{table}</table:table></office:spreadsheet></office:body></office:document-content>"#
        ),
    )])
}

#[test]
fn text_of_offices_is_read_in_its_encoding_and_with_its_mark() {
    let rows = read("our_ref;state\n\"12;a\";XB\n\n13;XC\n".as_bytes()).expect("reads");
    assert_eq!(rows.len(), 3);
    assert_eq!(texts(&rows[1]), ["12;a", "XB"]);
    let russian = encoding_rs::WINDOWS_1251
        .encode("номер,государство\n7,XB\n")
        .0;
    let named = |encoding: &str| Options {
        encoding: Some(encoding.to_owned()),
        delimiter: None,
    };
    let rows = read_as(&russian, &named("windows-1251")).expect("reads");
    assert_eq!(texts(&rows[0]), ["номер", "государство"]);
    let wide: Vec<u8> = "a,b\n1,2\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(texts(&read(&wide).expect("reads")[1]), ["1", "2"]);
    let refused = read_as(&russian, &named("utf-8"));
    assert_eq!(refused, Err(SheetFault::Encoding("utf-8".to_owned())));
}

#[test]
fn a_workbook_gives_its_texts_figures_and_days() {
    let bytes = workbook(
        r#"uniqueCount="2"><si><t>our_ref</t></si><si><t>XB</t></si>"#,
        r#"<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>date</t></is></c></row>
           <row r="3"><c r="A3"><v>4711</v></c><c r="B3" s="1"><v>45985</v></c><c r="D3" t="s"><v>1</v></c><c r="E3"><f>A3+1</f><v>4712</v></c></row>"#,
    );
    let rows = read(&bytes).expect("reads");
    assert_eq!(rows.len(), 2);
    assert_eq!(texts(&rows[0]), ["our_ref", "date"]);
    assert_eq!(rows[1].number, 3);
    assert_eq!(texts(&rows[1]), ["4711", "2025-11-24", "", "XB", "4712"]);
    assert_eq!(rows[1].cells[4].flaw, Some(Flaw::Formula));
}

#[test]
fn an_open_document_gives_the_same() {
    let bytes = document(
        r#"<table:table-row><table:table-cell office:value-type="string"><text:p>our_ref</text:p></table:table-cell><table:table-cell table:number-columns-repeated="2" office:value-type="string"><text:p>A &amp; B</text:p></table:table-cell><table:table-cell table:number-columns-repeated="16381"/></table:table-row>
           <table:table-row table:number-rows-repeated="40"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
           <table:table-row><table:table-cell office:value-type="date" office:date-value="2025-11-24"><text:p>24.11.25</text:p></table:table-cell><table:table-cell table:formula="of:=1" office:value-type="float" office:value="7"><text:p>7,00</text:p></table:table-cell></table:table-row>
           <table:table-row table:number-rows-repeated="1048500"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>"#,
    );
    let rows = read(&bytes).expect("reads");
    assert_eq!(rows.len(), 2);
    assert_eq!(texts(&rows[0]), ["our_ref", "A & B", "A & B"]);
    assert_eq!(rows[1].number, 42);
    assert_eq!(texts(&rows[1]), ["2025-11-24", "7"]);
    assert_eq!(rows[1].cells[1].flaw, Some(Flaw::Formula));
}

#[test]
fn a_repeated_row_is_taken_once_and_a_repeated_cell_fills_no_memory() {
    let once = document(
        r#"<table:table-row table:number-rows-repeated="1000000"><table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>"#,
    );
    assert_eq!(read(&once).expect("reads").len(), 1);
    let wide = document(
        r#"<table:table-row><table:table-cell table:number-columns-repeated="4000000000" office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>"#,
    );
    assert_eq!(read(&wide), Err(SheetFault::TooManyColumns(1)));
    let words = document(
        r#"<table:table-row><table:table-cell table:number-columns-repeated="many"/></table:table-row>"#,
    );
    assert!(matches!(read(&words), Err(SheetFault::Broken(_))));
}

#[test]
fn figures_that_would_reserve_memory_unseen_are_refused() {
    let many = workbook(r#"uniqueCount="18446744073709551615">"#, "");
    assert!(matches!(read(&many), Err(SheetFault::Broken(_))));
    let shared = workbook(
        r#"uniqueCount="0">"#,
        r#"<row r="1"><c r="A1"><f t="shared" si="4000000000" ref="A1:A2">1</f><v>1</v></c></row>"#,
    );
    assert!(matches!(read(&shared), Err(SheetFault::Broken(_))));
    let far = workbook(
        r#"uniqueCount="0">"#,
        r#"<row r="1"><c r="XFD1"><v>1</v></c></row>"#,
    );
    assert_eq!(read(&far), Err(SheetFault::TooManyColumns(1)));
    let epoch = workbook(
        r#"uniqueCount="0">"#,
        r#"<row r="1"><c r="A1" s="1"><v>1e300</v></c></row>"#,
    );
    assert!(
        read(&epoch).is_ok(),
        "a day beyond all years is shown as the figure it is"
    );
}

#[test]
fn a_zip_bomb_is_refused_before_it_is_read() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("xl/workbook.xml", SimpleFileOptions::default())
        .expect("a member");
    let block = vec![b' '; 1 << 20];
    for _ in 0..520 {
        zip.write_all(&block).expect("a vector takes it");
    }
    let bytes = zip.finish().expect("whole").into_inner();
    assert!(bytes.len() < 2_000_000);
    assert_eq!(read(&bytes), Err(SheetFault::Unfolds));
}

#[test]
fn cells_that_hide_something_are_marked_and_the_rest_is_read() {
    let long = "x".repeat(1 << 20);
    let text = format!("a,b,c,d\nnul\0,=1+1,\u{202e}txt,{long}\nfine,2,3,4\n");
    let rows = read(text.as_bytes()).expect("reads");
    let flaws: Vec<_> = rows[1].cells.iter().map(|cell| cell.flaw).collect();
    assert_eq!(
        flaws,
        [
            Some(Flaw::Control),
            Some(Flaw::Formula),
            Some(Flaw::Control),
            Some(Flaw::TooLong)
        ]
    );
    assert!(rows[1].cells[3].text.len() < CELL);
    assert_eq!(texts(&rows[2]), ["fine", "2", "3", "4"]);
}

#[test]
fn other_files_are_named_as_what_they_are_not() {
    assert_eq!(read(b""), Err(SheetFault::Empty));
    assert_eq!(read(b"%PDF-1.7"), Err(SheetFault::Unknown));
    assert_eq!(read(&[0xd0, 0xcf, 0x11, 0xe0, 0]), Err(SheetFault::Unknown));
    assert_eq!(
        read(&packed(&[("word/document.xml", "")])),
        Err(SheetFault::Unknown)
    );
    assert!(matches!(
        read(b"PK\x03\x04rest"),
        Err(SheetFault::Broken(_))
    ));
    let cut = &workbook(r#"uniqueCount="0">"#, "")[..300];
    assert!(read(cut).is_err());
    let doctype = packed(&[("content.xml", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>")]);
    assert!(matches!(read(&doctype), Err(SheetFault::Broken(_))));
}
