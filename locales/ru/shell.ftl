## What surrounds every page: menu, top bar, footer, news, keys.

# The mark between the parts of a list, with the space that follows it in this language.
comma = ,
shell-skip = Перейти к содержанию
shell-find = Найти просьбу, учётную запись или государство
shell-night-watch = Ночное дежурство
shell-day-colours = Дневные цвета
shell-night-colours = Ночные цвета
shell-sign-out = Выйти
shell-language = Язык
shell-menu = Меню
shell-main-menu = Главное меню
# term: exercise
shell-exercise = Учение, не реальное дело. Все государства, лица и дела вымышлены.
menu-work = Работа
menu-account = Отчётность
menu-queue = Очередь
menu-write = Составить просьбу
menu-triage = Разбор входящих
menu-evidence = Доказательства
menu-approvals = Вторые подписи
# term: audit_log
menu-audit = Журнал аудита
menu-deliveries = Доставка
foot-node = Узел
foot-software = программа
# $time: when the last checkpoint was sealed
foot-sealed = Журнал опечатан: { $time }, доказательство верно
foot-broken = Доказательство журнала аудита не сходится
# $up: partners that answer, $all: all partners
foot-peers = Партнёры на связи: { $up } из { $all }
foot-accessibility = Доступность
foot-keys = Клавиши
keys-move = перемещение
keys-open = открыть
keys-list = все клавиши
news-show = Показать новые просьбы
news-check = Проверить новости
news-lost = Новостей давно нет, повторяем попытку. Список остаётся как есть.
# $count: things that arrived since the page was drawn
news-arrived = { $n ->
    [0] Ничего нового.
    [one] Пока вы читали, поступило: { $count }. Список ниже не менялся.
    [few] Пока вы читали, поступило: { $count }. Список ниже не менялся.
    [many] Пока вы читали, поступило: { $count }. Список ниже не менялся.
   *[other] Пока вы читали, поступило: { $count }. Список ниже не менялся.
}
# $day: a date, $time: a time with its zone
when-stamp = { $day }, { $time }
# $time: a time of day where the reader's office is
when-here = { $time } у нас
# $span: a length of time
when-in = через { $span }
when-late = опоздание: { $span }
when-ago = { $span } назад
# $n: minutes, $count: the same as text
span-minutes = { $n ->
    [one] { $count } мин
    [few] { $count } мин
    [many] { $count } мин
   *[other] { $count } мин
}
span-hours = { $n ->
    [one] { $count } ч
    [few] { $count } ч
    [many] { $count } ч
   *[other] { $count } ч
}
span-days = { $n ->
    [one] { $count } дн.
    [few] { $count } дн.
    [many] { $count } дн.
   *[other] { $count } дн.
}
span-hours-minutes = { $hours } ч { $minutes } мин
span-days-hours = { $days } дн. { $hours } ч
