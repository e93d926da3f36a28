## The register: arrivals, partners without a node, taking over and handing out the book.

menu-register = Журнал
register-title = Журнал
register-lede = Что приходит и уходит вне сети, и книга всех просьб.
register-carry = К доставке
register-carry-none = Писем к доставке нет.
register-come = Что-то поступило
register-come-lede = Просьба на бумаге, письмо или звонок становится делом с номером, проверками и сроками. Ответ регистрируется в своём деле, раздел «Письма и бумаги».
register-arrival = Зарегистрировать поступившую просьбу
register-mail = Прочитать файл письма
register-book = Книга
register-book-lede = Перенесите прежний журнал или выгрузите всё. Выгруженное открывается без этой программы.
register-import = Перенести журнал
register-csv = Выгрузить таблицей
register-jsonl = Выгрузить всё для программ
register-taken = Перенесённые журналы
register-taken-none = Пока нет.
register-partners = Партнёры без узла
partner-add = Внести или изменить партнёра
partner-lede = Он появится в справочнике: просьбы пишутся, проверяются и отсчитываются как прочие и уходят письмами.
partner-node = Имя в справочнике
partner-node-hint = Государство, организация, отдел: XC/justice/central
partner-name = Название органа
partner-kind = Что это
partner-kind-authority = Орган власти
partner-kind-contact-point = Круглосуточный контактный центр
partner-kind-provider = Поставщик услуг
partner-kind-cert = Группа CERT
partner-kind-fiu = Подразделение финансовой разведки
partner-usual = Обычный путь
partner-languages = Принимаемые языки
partner-languages-hint = Коды через запятую: en, fr
partner-save = Сохранить
partner-note = Адрес без ключа ничего не доказывает. Берите его у самого государства, а не из сообщения.
partner-signed = Подписано его государством
partner-none = Пока нет.
arrival-lede = С бумаги, из письма или звонка: проверка потом назовёт всё недостающее сразу.
arrival-from = От кого
arrival-kind = Вид просьбы
arrival-reference = Номер дела у них
arrival-urgency = Срочность
arrival-says = Что сказано в письме
arrival-offence = Преступление
arrival-provision = Указанная норма
arrival-facts = Факты
arrival-selector = Что указано
arrival-value = Как написано
arrival-category = Запрошенные данные
arrival-period-from = С дня
arrival-period-to = По день
arrival-note = Если просьба с этим номером уже есть, бумага войдёт в её дело.
mail-lede = Сохраните сообщение в файл (.eml) и выберите его. Заголовки и вложения сохраняются; ничему не верим.
mail-file = Файл письма
mail-file-hint = Не более 32 МиБ
mail-read = Прочитать
mail-claims = Что утверждается
mail-claims-lede = Всё это можно подделать.
mail-from = От
mail-reply-to = Отвечать на
mail-to = Кому
mail-subject = Тема
mail-date = Дата
mail-hops = Передано через
mail-attached = Вложения
mail-text = Текст
mail-belongs = Возможно, относится к
mail-belongs-none = Дел с названными номерами нет.
mail-new-request = Зарегистрировать как новую просьбу
mail-call = Перезвонить
# $name: an office of the directory
mail-listed = В справочнике этот адрес у: { $name }. Звоните по номеру ниже, а не из письма.
mail-unlisted = Этого адреса в справочнике нет.
import-lede = CSV, XLSX или ODS с любыми заголовками. Ничего не переносится до просмотра.
import-file = Журнал
import-file-hint = Не более 64 МиБ и 300 000 строк; первая строка с заголовками
import-look = Просмотреть
import-look-note = Файл ждёт в памяти час и не записывается.
import-text = Как записан текст
import-text-lede = Выберите так, чтобы строки читались.
import-chosen = выбрано
import-tab = табуляция
# $mark: the mark between columns
import-between = Между столбцами: { $mark }
import-first-rows = Первые строки
# $sound, $faulty: counts as text
import-sound = Из первых строк годных: { $sound }, с ошибкой: { $faulty }
# $row, $column, $cell, $flaw: where a fault is, and which
import-fault = Строка { $row }, { $column }: { $flaw } ({ $cell })
flaw-missing = отсутствует
flaw-state = нет такого государства
flaw-kind = нет такого вида
flaw-direction = ни входящее, ни исходящее
flaw-date = не дата в этом порядке
flaw-status = нет такого статуса
flaw-formula = формула; впишите значение
flaw-too-long = слишком длинно
flaw-control = содержит скрытые знаки
flaw-error = в таблице ошибка
column-our-ref = Наш номер
column-their-ref = Их номер
column-direction = Входящее или исходящее
column-state = Государство
column-authority = Орган
column-kind = Вид
column-offence = Преступление
column-date = Дата
column-channel = Канал
column-basis = Правовое основание
column-status = Статус
column-status-date = Дата статуса
column-due = Срок
column-officer = Исполнитель
column-note = Примечание
order-dmy = День, месяц, год
order-mdy = Месяц, день, год
order-ymd = Год, месяц, день
import-columns = Что означает каждый столбец
import-columns-lede = Предложено по заголовкам; исправьте неверное. Прочее хранится как примечание.
import-as-note = Хранить как примечание
# $cell: an example
import-example = Например: { $cell }
# $column: a date column
import-order = Порядок дат в столбце: { $column }
# $fits: cells that read, $all: of how many
import-fits = { $fits } из { $all } читаются как даты:
import-direction = Строки без направления считать
import-kind = Строки без вида считать
import-aside-rows = отложить
import-run = Перенести
import-run-note = Та же строка дважды ничего не добавит; всё можно отменить, пока никто не действовал.
import-running = Идёт перенос
# $count: rows so far
import-progress = Строк обработано: { $count }
# $number: of the import
import-title = Импорт { $number }
import-done = Что перенесено
# $added, $already, $aside: counts as text
import-counts = Открыто дел: { $added } · уже были: { $already } · отложено: { $aside }
# $at: when
import-no-proof = До { $at } ничего не доказано.
import-aside-file = Отложенные строки с причинами
import-undo = Отменить импорт
import-undo-note = Дела, в которых действовали, останутся.
import-was-undone = отменён
# $at: when, $kept: files that stayed
import-undone-at = Отменено { $at }. Осталось дел, в которых действовали: { $kept }
import-due = Сроки прежнего журнала
import-due-lede = Отсчёт начнётся только после подтверждения.
# $number: of the file, $day: when due
import-due-confirm = { $number }: отсчёт до { $day }
event-register-imported = Прежний журнал перенесён
event-register-undone = Импорт отменён
event-register-handed-out = Журнал выгружен
event-file-taken-over = Перенесено из прежнего журнала; раньше не доказано
event-file-given-back = Импорт отменён, дело очищено
event-due-confirmed = Срок подтверждён сотрудником
