## The writer: steps, questions, hints, the letter beside them.

new-lede = Можно прерваться в любой момент: черновик сохраняется сам.
new-begin = Начать
new-kind = Что нужно?
new-kind-preservation = Другое государство сохраняет данные как есть. Ничего не раскрывается.
new-kind-mla-stored = Другое государство получает хранимые данные и передаёт их как доказательства.
new-kind-subscriber-direct = Распоряжение об информации об абоненте прямо зарубежному поставщику, с уведомлением его государства, где это нужно.
new-to = К какому государству обращение?
new-to-node = Кому она направляется?
new-reference = Ваш номер дела
new-reference-hint = Он указывается в каждом сообщении.
new-no-drafts = Черновиков нет.
# $kind: the kind in words; $state: the asked State, after a colon so that nothing is inflected
writer-title = { $kind }: { $state }
writer-drafts = Черновики
writer-leave = Выйти и сохранить
writer-steps = Шаги составления
# $time: when it was saved
writer-saved = Сохранено: { $time }
writer-why = Зачем это нужно
writer-go-on = Сохранить и дальше
writer-back = Назад
writer-letter = Письмо на данный момент
writer-letter-draft = Проект письма
# $done: rules met, $all: rules
writer-score = Верно с первого раза: { $done } из { $all }.
writer-missing = { $n ->
    [one] Не хватает { $count } пункта, из-за которого просьбы возвращают.
    [few] Не хватает { $count } пунктов, из-за которых просьбы возвращают.
    [many] Не хватает { $count } пунктов, из-за которых просьбы возвращают.
   *[other] Не хватает { $count } пункта, из-за которого просьбы возвращают.
}
writer-see-them = Показать
writer-ready = Всё, из-за чего просьбы возвращают, на месте.
writer-gaps = Чего не хватает
writer-stops = Останавливает просьбу:
step-need = Что нужно
step-where = Где находится
step-basis = Правовая основа
step-offence = Преступление
step-data = Данные
step-facts = Факты и связь
step-safeguards = Гарантии
step-urgency = Секретность и срочность
step-sign = Проверить и подписать
step-said-done = завершено
step-said-now = сейчас
step-said-wanting = нужен ответ
step-said-todo = не начато
sign-title = Проверить и подписать
sign-letter = Письмо целиком
sign-signers = Кто подписывает
sign-stopped = До подписания нужно устранить эти пробелы
sign-warnings = Другое государство может спросить об этом
sign-button = Подписать и отправить
sign-hand-over = Передать на подпись
sign-note = Просьба уходит, как только подпишут все, кто должен. Её можно отозвать, но нельзя незаметно изменить.
letter-to = Кому: { $name }
letter-from = От кого: { $name }
# $field: the question that has no answer yet
letter-missing = Не хватает: { $field }
assurance-death-penalty = Смертная казнь не будет испрашиваться и исполняться
assurance-torture = Никто не подвергнется пыткам и жестокому обращению
assurance-data-protection = Персональные данные будут защищены, как требует основа
answer-yes = Да
answer-no = Нет
selector-email = Адрес электронной почты
selector-ipv4 = Адрес IPv4
selector-ipv6 = Адрес IPv6
selector-phone = Номер телефона
selector-account-id = Номер учётной записи у поставщика
selector-username = Имя пользователя
selector-url = Веб-адрес
selector-domain = Доменное имя
# $question: the question; $answer: its answer
letter-line = { $question } { $answer }
letter-named = { $question }: { $answer }
tlp-red = RED: только адресаты лично
tlp-amber-strict = AMBER+STRICT: только служба-адресат
tlp-amber = AMBER: служба-адресат и те, кто должен действовать
tlp-green = GREEN: круг коллег
tlp-clear = CLEAR: все
pap-red = RED: только анализ, ничего не трогать
pap-amber = AMBER: скрытые шаги, незаметные владельцу
pap-green = GREEN: шаги, которые могут заметить
pap-clear = CLEAR: всё законное
actor-node = этот узел
actor-installation = установка
