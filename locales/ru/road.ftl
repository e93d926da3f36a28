## Beside the wire: letters that people carry, papers and calls that people register.

next-carry = Доставить письмо
next-compare = Указать, какой текст имеет силу
event-letter-written = Письмо составлено и утверждено
event-letter-left = Письмо отправлено
event-paper-arrived = Поступило вне сети
event-sender-confirmed = Отправитель подтверждён позднее
event-paper-settled = Указано, какой текст имеет силу
event-request-registered = Просьба зарегистрирована сотрудником
event-road-joined = Два пути объединены в одном деле
event-partner-entered = Внесён партнёр без узла
error-sender-not-proven = Не доказано, кто просит. Данные можно сохранить, но не передать. Перезвоните по номеру из справочника и запишите это.
done-to-carry = Подписано. У партнёра нет узла: доставьте письмо и запишите, как оно ушло.
channel-post = Почта
channel-courier = Курьер
channel-hand = Нарочным
channel-email = Электронная почта
channel-network = Закрытая сеть
channel-telephone = Телефон
grade-key = Подтверждено ключом
grade-seal-and-channel = По печати и известному каналу
grade-not-proven = Не доказано
road-title = Письма и бумаги
road-lede = Что ушло или поступило по этой просьбе вне сети.
road-none = Вне сети ничего не уходило и не поступало.
# $at: since when
road-waits = Ждёт с { $at }
road-ready = Готовый текст
road-record = Записать отправку
road-channel = Канал
road-when = Когда, по UTC
road-when-hint = Год-месяц-день и время: 2026-11-24 14:30
road-tracking = Номер отправления, вализы или записи в сети
road-carrier = Кто доставил, примечания
road-left = Исходящее
road-arrived = Входящее
road-arrive = Зарегистрировать поступившее по этой просьбе
road-says = Что сообщается
says-note = Относится к делу, не более
says-again = Тот же текст ещё раз, на бумаге или иным путём
says-checking = Получили и проверяют
says-question = Задают вопрос
says-accepted = Принимают
says-kept = Данные сохраняются
says-produced = Передают данные
says-not-found = Ничего нет
says-returned = Возвращают для дополнения
says-refused = Отказывают
says-reply = Отвечают на наш вопрос
says-completed = Дополняют возвращённое
says-withdrawn = Отзывают просьбу
road-seen = Что вы проверили
road-seal = Печать и подпись сличены с образцами
road-known = Поступило по каналу и с адреса из нашего справочника
road-called = Перезвон по номеру из справочника, подтверждено
road-note = Словами: что сказано, примечания
road-scan = Скан, данные или файл письма
road-scan-hint = Опечатывается, SHA-256 записывается.
road-dated = Дата на документе
road-pages = Листов
road-shelf = Где хранится бумага
road-ground = Основание отказа
road-until = До какого дня
road-until-hint = Для сохраняемых данных и возврата: 2026-11-24
road-their-number = Их номер
road-further = Бумага и расхождения
# $path: place in the text
road-as = На бумаге: { $path }
road-register = Зарегистрировать
road-confirm = Записать подтверждение отправителя
road-confirm-how = Кто ответил, когда, по какому номеру, какой образец
road-not-proven = Не подтверждено ключом: сохранить можно, передать нельзя.
road-call = Звоните по этому номеру, а не по номеру из сообщения.
road-differs = На бумаге сказано иное
road-place = Место
road-here = В тексте здесь
road-there = На бумаге
road-governs-first = Силу имеет текст здесь
road-governs-second = Силу имеет бумага
# $name: who checked
road-checked-by = Зарегистрировано и проверено: { $name }
road-joined = Дело объединено с полученным через узел; продолжайте там.
# $at: when; $import: number of the import; $row: row of its file
road-taken = Перенесено из прежнего журнала { $at }, импорт { $import }, строка { $row }. До этого ничего не доказано.
paper-note = Материал дела
paper-confirmation = Тот же текст ещё раз
# $number: our or their number
letter-our-number = Наш номер: { $number }
letter-your-number = Ваш номер: { $number }
# $at: an instant
letter-until = До { $at }
# $days: a number of days as text
letter-days = Дополнительных дней: { $days }
