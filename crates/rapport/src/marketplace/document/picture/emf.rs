//! Enhanced Metafile, by Microsoft's open specification [MS-EMF]: a header, records, and an end.

use super::{Picture, Text};

const CREATE_PEN: u32 = 38;
const CREATE_BRUSH: u32 = 39;
const DELETE_OBJECT: u32 = 40;
const SELECT_OBJECT: u32 = 37;
const RECTANGLE: u32 = 43;
const POLYLINE: u32 = 4;
const POLYGON: u32 = 3;
const CREATE_FONT: u32 = 82;
const TEXT: u32 = 84;
const TEXT_COLOUR: u32 = 24;
const BACKGROUND_MODE: u32 = 18;
const TEXT_ALIGN: u32 = 22;
const END: u32 = 14;
/// Handles of what is drawn with; each object is deleted before the next is made.
const HANDLE: u32 = 1;
const SECOND_HANDLE: u32 = 2;
/// Objects that are always there.
const WHITE_BRUSH: u32 = 0x8000_0000;
const NO_PEN: u32 = 0x8000_0008;
const SYSTEM_FONT: u32 = 0x8000_000d;

struct Records {
    bytes: Vec<u8>,
    count: u32,
}

impl Records {
    fn add(&mut self, kind: u32, words: &[u32]) {
        self.add_bytes(kind, &words.iter().flat_map(|word| word.to_le_bytes()).collect::<Vec<_>>());
    }

    fn add_bytes(&mut self, kind: u32, data: &[u8]) {
        let padding = (4 - data.len() % 4) % 4;
        let size = u32::try_from(8 + data.len() + padding).unwrap_or(u32::MAX);
        self.bytes.extend(kind.to_le_bytes());
        self.bytes.extend(size.to_le_bytes());
        self.bytes.extend(data);
        self.bytes.extend(std::iter::repeat_n(0, padding));
        self.count += 1;
    }

    fn object(&mut self, kind: u32, data: &[u8]) {
        self.add_bytes(kind, &[&HANDLE.to_le_bytes()[..], data].concat());
        self.add(SELECT_OBJECT, &[HANDLE]);
    }

    fn points(&mut self, kind: u32, points: &[(i32, i32)]) {
        let mut data = vec![0, 0, u32::MAX, u32::MAX, u32::try_from(points.len()).unwrap_or_default()];
        data.extend(points.iter().flat_map(|(x, y)| [word(*x), word(*y)]));
        self.add(kind, &data);
    }
}

const fn word(number: i32) -> u32 {
    u32::from_le_bytes(number.to_le_bytes())
}

/// RGB as EMF has it: red first in memory.
const fn colour(rgb: u32) -> u32 {
    (rgb & 0xff) << 16 | rgb & 0xff00 | rgb >> 16 & 0xff
}

fn bytes(words: &[u32]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}

pub(super) fn render(picture: &Picture) -> Vec<u8> {
    let mut records = Records { bytes: Vec::new(), count: 0 };
    records.add(BACKGROUND_MODE, &[1]);
    // Text is placed by its left end on the base line.
    records.add(TEXT_ALIGN, &[24]);
    for area in &picture.areas {
        let (fill, line) = area.colours();
        let dashed = u32::from(area.frame);
        records.object(CREATE_BRUSH, &bytes(&[0, colour(fill), 0]));
        records.add_bytes(CREATE_PEN, &bytes(&[SECOND_HANDLE, dashed, 1, 0, colour(line)]));
        records.add(SELECT_OBJECT, &[SECOND_HANDLE]);
        let edges = [area.left, area.top, area.left + area.width, area.top + area.height];
        records.add(RECTANGLE, &edges.map(word));
        records.add(SELECT_OBJECT, &[NO_PEN]);
        records.add(DELETE_OBJECT, &[SECOND_HANDLE]);
        records.add(SELECT_OBJECT, &[WHITE_BRUSH]);
        records.add(DELETE_OBJECT, &[HANDLE]);
    }
    for arrow in &picture.arrows {
        records.object(CREATE_PEN, &bytes(&[0, 1, 0, colour(0x0033_415c)]));
        records.points(POLYLINE, &arrow.points);
        records.add(SELECT_OBJECT, &[NO_PEN]);
        records.add(DELETE_OBJECT, &[HANDLE]);
        records.object(CREATE_BRUSH, &bytes(&[0, colour(0x0033_415c), 0]));
        for head in arrow.heads() {
            records.points(POLYGON, &head);
        }
        records.add(SELECT_OBJECT, &[WHITE_BRUSH]);
        records.add(DELETE_OBJECT, &[HANDLE]);
    }
    for text in picture.texts() {
        write(&mut records, &text);
    }
    records.add(END, &[0, 16, 20]);
    let mut all = header(picture, &records);
    all.extend(records.bytes);
    all
}

fn write(records: &mut Records, text: &Text) {
    records.add(TEXT_COLOUR, &[colour(text.colour)]);
    let weight = if text.strong { 700 } else { 400 };
    // LOGFONTW: height, width, escapement, orientation, weight, four single bytes twice, the name of 32 letters.
    let mut font = bytes(&[word(-text.size), 0, 0, 0, weight, 0, 0]);
    let mut face: Vec<u16> = "Arial".encode_utf16().collect();
    face.resize(32, 0);
    font.extend(face.iter().flat_map(|unit| unit.to_le_bytes()));
    // The full name, style and the rest of EXTLOGFONTW stay empty: 320 bytes in all.
    font.resize(320, 0);
    records.object(CREATE_FONT, &font);
    let units: Vec<u16> = text.words.encode_utf16().collect();
    let count = u32::try_from(units.len()).unwrap_or_default();
    let padded = units.len().next_multiple_of(2) * 2;
    // Offsets count from the start of the record: 8 of it, 28 before the text object, 40 of that.
    let letters = 76;
    let advances = letters + u32::try_from(padded).unwrap_or_default();
    let one = 1.0_f32.to_bits();
    let mut data = bytes(&[0, 0, u32::MAX, u32::MAX, 1, one, one]);
    data.extend(bytes(&[word(text.left), word(text.base), count, letters, 0, 0, 0, 0, 0, advances]));
    data.extend(units.iter().flat_map(|unit| unit.to_le_bytes()));
    data.resize(usize::try_from(letters).unwrap_or_default() - 8 + padded, 0);
    // How far each letter goes; about half of its height.
    data.extend(units.iter().flat_map(|unit| advance(*unit, text).to_le_bytes()));
    records.add_bytes(TEXT, &data);
    records.add(SELECT_OBJECT, &[SYSTEM_FONT]);
    records.add(DELETE_OBJECT, &[HANDLE]);
}

/// Widths of Arial's letters in thousandths of its height, roughly.
fn advance(unit: u16, text: &Text) -> u32 {
    let letter = char::from_u32(u32::from(unit)).unwrap_or('n');
    let thousandths: i32 = match letter {
        'i' | 'j' | 'l' | '\'' | '|' => 222,
        'f' | 't' | ' ' | ',' | '.' | ':' | ';' | '/' | '!' | 'I' | '[' | ']' => 278,
        'r' | '(' | ')' | '-' | '"' => 333,
        'c' | 'k' | 's' | 'v' | 'x' | 'y' | 'z' | 'J' => 500,
        'm' | 'M' => 833,
        'w' | 'C' | 'D' | 'H' | 'N' | 'R' | 'U' => 722,
        'W' => 944,
        'A' | 'B' | 'E' | 'K' | 'P' | 'S' | 'V' | 'X' | 'Y' => 667,
        'G' | 'O' | 'Q' => 778,
        _ => 556,
    };
    let width = thousandths * text.size * if text.strong { 106 } else { 100 };
    u32::try_from((width + 50_000) / 100_000).unwrap_or_default()
}

fn header(picture: &Picture, records: &Records) -> Vec<u8> {
    const SIZE: u32 = 108;
    let (width, height) = (word(picture.width), word(picture.height));
    let size = SIZE + u32::try_from(records.bytes.len()).unwrap_or_default();
    // A device of 96 dots an inch: hundredths of a millimetre are 26.458 times as many.
    let hundredths = |pixels: i32| word(pixels * 2646 / 100);
    let mut words = vec![1, SIZE, 0, 0, width - 1, height - 1];
    words.extend([0, 0, hundredths(picture.width), hundredths(picture.height)]);
    words.extend([0x464d_4520, 0x0001_0000, size, records.count + 1]);
    // Handles (two objects at a time and the reserved one), no description, no palette.
    words.extend([3, 0, 0, 0]);
    // The device: pixels, millimetres, no pixel format, no OpenGL, micrometres.
    words.extend([1920, 1080, 508, 286, 0, 0, 0, 508_000, 285_750]);
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{Area, Picture};

    #[test]
    fn records_add_up_to_the_size_and_number_in_the_header() {
        let picture = Picture::new(300, 200).area(Area::new(10, 10, 100, 50, "Zoom", &["odd"])).arrow(
            &[(110, 30), (200, 30)],
            true,
            (120, 25),
            "HTTPS",
        );
        let emf = picture.emf();
        let word = |at: usize| u32::from_le_bytes(emf[at..at + 4].try_into().unwrap());
        assert_eq!((word(0), word(40)), (1, 0x464d_4520));
        assert_eq!(word(48) as usize, emf.len());
        let (mut at, mut count) = (0, 0);
        while at < emf.len() {
            assert_eq!(word(at + 4) % 4, 0);
            at += word(at + 4) as usize;
            count += 1;
        }
        assert_eq!((at, count), (emf.len(), word(52)));
    }
}
