## The queue and its deadline rail.

queue-title = Очередь
# $n: late acknowledgements and decisions; $count: $n as text
queue-late = { $n ->
    [0] Просроченного нет.
    [one] Прошёл { $count } срок.
    [few] Прошло { $count } срока.
    [many] Прошло { $count } сроков.
   *[other] Прошло { $count } срока.
}
queue-soon = { $n ->
    [0] В ближайшие 4 часа сроков нет.
    [one] В ближайшие 4 часа истекает { $count } срок.
    [few] В ближайшие 4 часа истекают { $count } срока.
    [many] В ближайшие 4 часа истекают { $count } сроков.
   *[other] В ближайшие 4 часа истекают { $count } срока.
}
queue-calm = Просроченного нет, в ближайшие 4 часа сроков нет.
queue-empty = { $n ->
    [0] От вас ничего не ждут.
    [one] От вас ничего не ждут. Ответа других ждёт { $count } просьба.
    [few] От вас ничего не ждут. Ответа других ждут { $count } просьбы.
    [many] От вас ничего не ждут. Ответа других ждут { $count } просьб.
   *[other] От вас ничего не ждут. Ответа других ждут { $count } просьбы.
}
queue-views = Сохранённые виды
queue-view-mine = Мой стол
queue-view-nobody = Никому не поручено
queue-view-waiting = Ждём ответа
queue-view-emergencies = Чрезвычайные
queue-view-all = Все открытые
queue-view-closed = Закрытые
# $text: what was searched for
queue-search = Найдено по запросу «{ $text }».
queue-search-clear = Вернуться к моему столу
queue-no-match = Среди доступного вам совпадений нет.
queue-caption = Просьбы по срокам
queue-col-due = Срок
queue-col-request = Просьба
queue-col-between = Стороны
queue-col-stage = Этап
queue-col-basis = Правовая основа
queue-col-owner = Ведёт
queue-col-next = Следующий шаг
queue-group-overdue = Просрочено
queue-group-four-hours = В ближайшие 4 часа
queue-group-two-days = В ближайшие 48 часов
queue-group-later = Позже
queue-group-no-clock = Срок не идёт
queue-no-due = срока нет
queue-nobody = Не поручено
queue-they-answer = Ничего: ждём ответа
queue-more = Показать ещё
# $state: where the reader's office is
queue-times = Время указано сначала по UTC, затем местное. Здесь: { $state }.
rail-title = Ближайшие сроки
rail-key-late = просрочено
rail-key-soon = за вами, скоро
rail-key-yours = за вами
rail-key-waiting = ждём других
rail-now = сейчас
# $state: where the reader's office is
rail-night = ночь: { $state }
rail-spoken = Сроки на ближайшие двое суток. В таблице ниже те же просьбы в том же порядке.
provider-inbox = Обращения к нам
