## The page of one request, triage, second signatures, deliveries, duty.

request-parts = Части этого дела
request-tab-overview = Обзор
request-tab-text = Текст просьбы
request-print = Напечатать дело
request-stages = Этапы этой просьбы
request-clocks = Сроки
# $time: now, with date and zone
request-now = Сейчас: { $time }
request-items = Что запрашивается
request-items-caption = Части просьбы, каждая со своим состоянием
request-item-about = О чём
request-item-data = Данные
request-item-period = Период
request-item-state = Состояние
request-history = Что произошло
request-panels = Панели
request-basis = Правовая основа
request-safeguards = Гарантии
request-safeguards-done = Гарантии с ответом
# $done of $all
count-of = { $done } из { $all }
request-people = Лица
request-related = Связанные дела
request-more = Другие действия
text-lede = Как было подписано. Преимущественную силу имеет оригинал.
triage-lede = Сначала подтверждение отправителя, затем то, о чём просят.
triage-list = Новые просьбы
triage-empty = Новых просьб нет.
# $span: how long ago
triage-last = Последняя пришла { $span } назад.
triage-proof = Кто отправил
triage-whole = Открыть просьбу целиком
proof-proven = Отправитель подтверждён
proof-not-proven = Отправитель не подтверждён
proof-signature = Подпись отправившего узла верна
proof-directory = Ключ указан в записи государства в справочнике
proof-officers = Подписано лицами, которых требует класс данных
proof-sequence = До этого сообщения ничего не пропущено
approvals-lede = Начиная с данных об абонентах никто не отправляет и не выдаёт в одиночку. Читайте именно то, что подписываете.
approvals-empty = Второй подписи ничего не ждёт.
approvals-bytes = Точные подписываемые байты
approvals-sign = Подписать вторым лицом
approvals-password = Ваш пароль, чтобы открыть учебный ключ
approvals-native = Одно подтверждение должно быть дано с машины сотрудника: запустите
approvals-drafter = Этот текст составили вы; подписывает другое лицо.
approvals-have = Подписано
approvals-need-person = Другое лицо
approvals-need-authority = Прокурор, судья или руководство органа
approvals-purpose-send = Отправить
approvals-purpose-release = Выдать доказательства
approvals-purpose-refuse = Отказать с указанием основания
deliveries-lede = Что не удалось передать, требует человека; остальное идёт само.
deliveries-dead = Требует человека
deliveries-none-dead = Вмешательства ничего не требует.
deliveries-waiting = В пути
deliveries-none-waiting = Всё передано.
deliveries-to = Кому:
# $n: attempts
deliveries-tries = { $n ->
    [one] { $count } попытка
    [few] { $count } попытки
    [many] { $count } попыток
   *[other] { $count } попытки
}
deliveries-since = ждёт с
deliveries-next = следующая попытка
delivery-queued = В очереди
delivery-dead = Не доставлено
duty-watch = Ночное дежурство
duty-quiet = Всё спокойно
duty-quiet-note = Срочного нет. Откройте страницу снова, чтобы увидеть следующее чрезвычайное обращение.
duty-left = осталось до подтверждения
duty-acknowledge = Беру: подтвердить получение
duty-ack-note = Подтверждение значит, что вы прочли. Согласия на раскрытие оно не даёт.
duty-asks = О чём просят
duty-whole = Открыть просьбу целиком
duty-ladder = Если никто не подтвердит
duty-ladder-again = ваш телефон звонит снова
duty-ladder-deputy = вызывают заместителя
duty-ladder-head = вызывают руководство подразделения
duty-ladder-partner = сообщают другой стороне
# $n: other open items
duty-rest = { $n ->
    [0] Другого открытого нет.
    [one] До утра может подождать ещё { $count } дело.
    [few] До утра могут подождать ещё { $count } дела.
    [many] До утра могут подождать ещё { $count } дел.
   *[other] До утра могут подождать ещё { $count } дела.
}
people-owner = У нас
people-drafter = Составил
people-them = Другая сторона
people-telephone = Телефон
people-hours = Часы
# $index: place in the log
history-entry = запись { $index }
request-reference = Номер дела
asks-why = Почему
