//! Tables and lists of fields, laid out in columns that fit a terminal.
//!
//! Widths are counted as terminals show them: a letter of Chinese or Japanese takes two columns (UAX #11).

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::Style;

/// How many blanks are between columns.
const GAP: usize = 2;
/// No column is cut to less.
const NARROWEST: usize = 6;

/// Rows under headings. A column is as wide as its widest cell; where the rows do not fit the terminal, the widest columns
/// are cut first. Cells may carry colour.
pub(crate) fn table(style: &Style, headings: &[&str], rows: &[Vec<String>]) -> String {
    let natural = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column)).map(|cell| visible(cell));
        cells.chain([headings[column].width()]).max().unwrap_or_default()
    };
    let mut widths: Vec<usize> = (0..headings.len()).map(natural).collect();
    if let Some(width) = style.width() {
        fit(&mut widths, width);
    }
    let mut text = String::new();
    let mut line = |cells: &[String]| {
        let mut line = String::new();
        for (cell, width) in cells.iter().zip(&widths) {
            let cell = cut(cell, *width);
            let padding = width - visible(&cell) + GAP;
            line.push_str(&cell);
            line.push_str(&" ".repeat(padding));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    };
    line(&headings.iter().map(|heading| style.strong(heading)).collect::<Vec<_>>());
    for row in rows {
        line(row);
    }
    text
}

/// Narrows the widest columns until a line fits into `width`, or nothing can be cut any more.
fn fit(widths: &mut [usize], width: usize) {
    let gaps = GAP * widths.len().saturating_sub(1);
    let room = width.saturating_sub(gaps);
    while widths.iter().sum::<usize>() > room {
        let Some(widest) = widths.iter_mut().max().filter(|widest| **widest > NARROWEST) else { return };
        *widest -= 1;
    }
}

/// Names and values, one pair a line; a value of several lines stays under its first.
pub(crate) fn fields(style: &Style, pairs: &[(&str, String)]) -> String {
    let widest = pairs.iter().map(|(name, _)| name.width()).max().unwrap_or_default();
    let indent = " ".repeat(widest + GAP);
    pairs.iter().fold(String::new(), |text, (name, value)| {
        let padding = " ".repeat(widest - name.width() + GAP);
        text + &style.strong(name) + &padding + &value.replace('\n', &format!("\n{indent}")) + "\n"
    })
}

/// The cell, or its beginning and `…` when it is wider than `width`. Colours end with it.
fn cut(cell: &str, width: usize) -> String {
    if visible(cell) <= width {
        return cell.to_owned();
    }
    let (mut kept, mut taken, mut coloured) = (String::new(), 0, false);
    for (letter, is_code) in letters(cell) {
        if is_code {
            kept.push(letter);
            coloured = true;
            continue;
        }
        let columns = letter.width().unwrap_or_default();
        if taken + columns >= width {
            break;
        }
        taken += columns;
        kept.push(letter);
    }
    kept.push('…');
    if coloured {
        kept.push_str("\u{1b}[0m");
    }
    kept
}

/// How many columns a terminal shows of `cell`.
fn visible(cell: &str) -> usize {
    letters(cell).filter(|(_, is_code)| !is_code).map(|(letter, _)| letter.width().unwrap_or_default()).sum()
}

/// Each letter, and whether it is part of a code for the terminal.
fn letters(cell: &str) -> impl Iterator<Item = (char, bool)> {
    let mut in_code = false;
    cell.chars().map(move |letter| {
        let is_code = in_code || letter == '\u{1b}';
        in_code = is_code && letter != 'm';
        (letter, is_code)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Vec<Vec<String>> {
        let style = Style { colour: true, width: None };
        vec![
            vec!["www.a-rather-long-name.example.com".to_owned(), style.status("ISSUED"), "x".to_owned()],
            vec!["例え.jp".to_owned(), "PENDING_VALIDATION".to_owned(), "y".to_owned()],
        ]
    }

    #[test]
    fn columns_line_up_also_with_colour_and_with_letters_of_two_columns() {
        let style = Style { colour: true, width: None };
        let text = table(&style, &["Name", "Status", "X"], &rows());
        let widths: Vec<usize> = text.lines().map(visible).collect();
        assert_eq!(widths, [34 + 2 + 18 + 2 + 1; 3], "{text}");
    }

    #[test]
    fn a_line_fits_the_terminal_and_the_widest_column_is_cut() {
        for width in [24, 40, 50] {
            let style = Style { colour: true, width: Some(width) };
            let text = table(&style, &["Name", "Status", "X"], &rows());
            assert!(text.lines().all(|line| visible(line) <= width), "{text}");
            assert!(text.contains("www.a") && text.contains('…'), "{text}");
        }
        assert_eq!(cut("例え例え例え", 6), "例え…", "no letter is cut in two");
        assert_eq!(visible(&cut("例え例え例え", 6)), 5);
    }

    #[test]
    fn a_cut_cell_does_not_leave_its_colour_behind() {
        let style = Style { colour: true, width: None };
        assert!(cut(&style.bad("VALIDATION_TIMED_OUT"), 8).ends_with("…\u{1b}[0m"));
    }
}
