## The page on which a request becomes a letter.

letters-tab = Письмо
letters-title = Просьба в виде письма
letters-lede = На бумаге, по электронной почте или по закрытой сети. Каждое созданное письмо заносится в реестр.
letters-language = Язык заголовков
letters-language-hint = Написанный текст остаётся как есть.
letters-format = Вид
letters-format-pdf = PDF/A для печати, подписи и скрепления печатью
letters-format-docx = DOCX для бланка учреждения
letters-format-text = Текст электронного письма
letters-format-network = Текст для закрытой сети
letters-format-cover = Сопроводительная записка для дипломатической почты, PDF/A
letters-copy = Для кого
letters-copy-authority = Орган: всё
letters-copy-provider = Поставщик услуг: без сведений только для органов
letters-make = Создать письмо
letters-code = Код на каждой странице
letters-code-hint = По нему вернувшаяся подписанная страница находит это дело: введите его в поиск.
letters-unread = Эти заголовки ещё не читал юрист, владеющий языком как родным. Перед подписанием их сверяет знающий язык.
letters-hash = SHA-256 текста
letters-not-made = Письмо не создано.
letters-failed = Страницу не удалось сверстать. Это ошибка программы: сообщите о ней с кодом ниже.
letters-not-built = Программа собрана без этого вида. Выберите другой.
letters-code-misread = Код прочитан неверно.
letters-code-todo = Сверьте его со страницей: двенадцать букв и цифр в трёх группах.
# $signs: characters without a font; $folder: where fonts are looked for
letters-no-font = Ни в одном шрифте нет { $signs }. Администратор помещает файл шрифта с ними в { $folder }; до этого берите DOCX или текст.
# $length and $most: bytes
letters-too-long = В тексте { $length } байт, а письмо вмещает не более { $most }. Длинные материалы приложите отдельно.
