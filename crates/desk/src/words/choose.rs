//! Which language a reader gets: their own setting, else what the browser asks for, else the
//! node's own default (not English by reflex).

use super::Lang;

/// Chooses by setting, then by `Accept-Language`, then the node's default.
///
/// Only the first part of a tag counts: readers of `es-419` get Spanish and readers of `zh-Hant`
/// get Simplified Chinese with the menu on top to choose another.
#[must_use]
pub fn choose(setting: Option<&str>, accept_language: Option<&str>, default: Lang) -> Lang {
    if let Some(lang) = setting.and_then(Lang::parse) {
        return lang;
    }
    let mut wishes: Vec<(u32, Lang)> = accept_language
        .unwrap_or_default()
        .split(',')
        .filter_map(|part| {
            let mut pieces = part.split(';');
            let lang = Lang::parse(pieces.next()?.trim())?;
            let quality = pieces
                .find_map(|piece| piece.trim().strip_prefix("q="))
                .map_or(Some(1.0), |q| q.trim().parse::<f32>().ok())?;
            // Thousandths, so that wishes can be ordered without comparing floats.
            let thousandths = (quality.clamp(0.0, 1.0) * 1000.0) as u32;
            (thousandths > 0).then_some((thousandths, lang))
        })
        .collect();
    wishes.sort_by_key(|(quality, _)| std::cmp::Reverse(*quality));
    wishes.first().map_or(default, |(_, lang)| *lang)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reader_gets_the_nearest_of_the_six_languages_else_the_nodes_own() {
        for (asked, given) in [
            ("es-419", Lang::Es),
            ("ar-EG", Lang::Ar),
            ("zh-TW", Lang::Zh),
            ("zh-Hant-HK", Lang::Zh),
            ("pt-BR,fr;q=0.5", Lang::Fr),
            ("uk,ru;q=0.7", Lang::Ru),
            ("en;q=0.2,es;q=0.9", Lang::Es),
            ("en;q=0,ru;q=0.1", Lang::Ru),
            ("sr,de", Lang::Fr),
            ("", Lang::Fr),
            (";;;q=x,,", Lang::Fr),
        ] {
            assert_eq!(choose(None, Some(asked), Lang::Fr), given, "{asked}");
        }
        assert_eq!(choose(Some("zh"), Some("ru"), Lang::Fr), Lang::Zh);
        assert_eq!(choose(Some("tlh"), None, Lang::Fr), Lang::Fr);
    }
}
