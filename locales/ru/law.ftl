## The law browser: atlas, States, instruments, comparison, questions, the law of one request.

menu-know = Знания
menu-law = Правовые основания
# The pages
law-pages = Страницы о праве
law-tab-atlas = Атлас
law-tab-instruments = Договоры и акты
law-tab-compare = Сравнение
law-tab-decide = Запрос к праву
law-tab-what-if = Что изменится
# $day: the day to which facts were gathered; $hash: begin of the hash; $name: the name of the law data
law-foot = Данные о праве: «{ $name }», на { $day }, хеш { $hash }.
law-not-advice = Это не юридическая консультация: данные предлагают, решает человек.
# Words of facts
law-state = Государство
law-instrument = Договор или акт
law-measure = Мера
law-direction = Направление
law-on-day = На какую дату
law-on-day-hint = 2027-03-16. Применяется право на этот день.
law-we-ask = просим мы
law-they-ask = просят нас
law-from = Кто просит
law-to = Кого просят
law-addressee = Кому направляется
law-data = Данные
law-no-data = Данные не запрашиваются
law-offence = Преступление
law-penalty = Максимальное наказание, в месяцах
law-penalty-hint = В запрашивающем государстве. Если неизвестно, оставьте пустым.
law-elements = Элементы данных
law-elements-hint = Категория следует из элементов; учитывается самая строгая.
law-fact-emergency = Чрезвычайная ситуация
law-fact-group = Организованная преступная группа
law-fact-border = Транснациональный характер
law-not-known = неизвестно
law-not-said = не указано
law-none = нет
law-choose = Выбрать
law-choose-listed = Выберите из списка; даты пишите как 2027-03-16, месяцы — целым числом.
# $field: the name of the field
law-field-wrong = Не удалось прочитать: { $field }
# How sure a fact is
law-sure-high = проверено
law-sure-medium = проверено частично
law-sure-low = не проверено
law-text-seen = текст прочитан
law-partly-seen = прочитано частично
law-recalled = по памяти, не проверено
law-invented = вымышлено для учений
law-no-source-date = дата источника не указана
law-unverified-short = не проверено
law-unverified = Один из правовых фактов не проверен.
law-unverified-todo = Человек подтверждает его до отправки.
law-facts-unverified = { $n ->
    [one] Не проверен { $count } факт.
    [few] Не проверено { $count } факта.
    [many] Не проверено { $count } фактов.
   *[other] Не проверено фактов: { $count }.
}
# The atlas. $state: our State
law-atlas-lede = На каком основании мы можем просить каждое государство, а оно — нас? Наше государство: { $state }. По одной клетке на государство, все одного размера; границы не показаны.
law-as-table = Таблицей
law-same-table = То же в виде таблицы
law-strongest = Самое прочное основание
law-show = Показать
# $name: the heading of a table
law-table = { $name }: таблица
law-key = Обозначения
law-leaders = Чаще всего основание:
law-picked = Выбранное государство
law-choose-tile = Выберите государство: основания, адресат и требования.
law-this-is-us = наше государство
law-other-way = другим путём
law-states-count = { $n ->
    [one] { $count } государство
    [few] { $count } государства
    [many] { $count } государств
   *[other] { $count } государства
}
standing-own = соглашение двух сторон или акт союза
standing-named = договор, предусматривающий эту меру
standing-general = договор о некоторых преступлениях или близкая мера
standing-courtesy = без договора: взаимность или их право
standing-nothing = ничего нет в данных
region-africa = Африка
region-asia-pacific = Азия и Тихий океан
region-eastern-europe = Восточная Европа
region-latin-america-caribbean = Латинская Америка и Карибы
region-western-europe-others = Западная Европа и другие
region-others = Другие в данных
region-exercise = Государства учений
law-send-to = Направить
law-languages = Языки
law-keeps-data = Хранение данных
law-days-most = { $n ->
    [one] не более { $count } дня
    [few] не более { $count } дней
    [many] не более { $count } дней
   *[other] не более { $count } дня
}
law-checked = Проверено
law-profile = Профиль
law-no-profile = пока нет профиля
law-no-profile-long = Профиля этого государства в данных пока нет: его составляет само ведомство.
# $state: a State
law-write-to = Написать: { $state }
law-whole = Полный ответ
law-would-change = Что это изменило бы
# $instrument: a treaty; $state: a State that is not a party
law-could-join = { $instrument }, если бы участвовало: { $state }
law-without-treaty = { $n ->
    [one] { $count } государство можно просить только без договора.
    [few] { $count } государства можно просить только без договора.
    [many] { $count } государств можно просить только без договора.
   *[other] Только без договора — государств: { $count }.
}
law-rows-unverified = { $n ->
    [one] Не проверена полностью { $count } строка об участниках из { $all }.
    [few] Не проверены полностью { $count } строки об участниках из { $all }.
    [many] Не проверены полностью { $count } строк об участниках из { $all }.
   *[other] Не проверено полностью строк: { $count } из { $all }.
}
law-list-them = Показать список
law-col-standing = Основание
law-col-answer = Ответ
law-col-leads = Основной договор
# The answer of the law in a few words
outcome-proceed = можно просить
outcome-conditions = можно просить при условиях
outcome-elsewhere = другим путём
outcome-block = остановлено
# One State
law-state-lede = Договоры с датами, оговорками и заявлениями, требования и источник каждого факта.
law-compare-us = Рядом с нашим государством
law-territory-of = Территория. За неё отвечает:
law-they-want = Что там требуется
law-offices = Ведомства
law-no-offices = Ведомств в данных нет. Обращайтесь по дипломатическим каналам.
law-notice = Уведомление о приказах её поставщикам
law-order-copy = Копия национального постановления
law-after-emergency = Официальная просьба после чрезвычайной ситуации
law-standard = Доказательства для содержания
law-assurances = Гарантии
law-certificates = Удостоверения для её судов
law-zone = Часовой пояс
law-working-week = Рабочие дни
law-holidays = Праздники
law-no-rows = В данных строк нет.
law-rows-caption = Участники, даты, оговорки и источники
law-col-status = Статус
law-col-since = С какого дня
law-col-reservations = Оговорки и заявления
law-col-source = Источник
law-party = участник
law-signatory = только подписано
law-ended = прекращено
law-day-unknown = дата неизвестна
law-not-bound = не связано
# $day: a date
law-until = до { $day }
law-reservation = Оговорка
law-declaration = Заявление
law-notification = Уведомление
law-remark = Примечание
law-all-read = Список прочитан полностью
law-reservations-unknown = Оговорки неизвестны (это не значит, что их нет)
# $part, $state: parts of a State
law-only-part = только: { $part }
law-left-out = исключено: { $state }
law-covered = охвачено: { $state }
law-covered-from = охвачено с { $day }: { $state }
law-transmission = Как просьба должна быть передана
law-every-measure = любая мера
law-way-electronic = Электронно
law-way-starts = Начало срока
law-way-signature = Электронная подпись
law-way-translation = Перевод
law-way-legalisation = Легализация
law-paper-within = { $n ->
    [one] бумага в течение { $count } дня
    [few] бумага в течение { $count } дней
    [many] бумага в течение { $count } дней
   *[other] бумага в течение { $count } дня
}
law-own-law = Её право по каждой мере
law-own-offences = Её право по каждому преступлению
law-col-provision = Норма
law-col-by = Кто разрешает
law-col-narrower = Сверх типового состава
law-col-most = Максимальное наказание
law-months = { $n ->
    [one] { $count } месяц
    [few] { $count } месяца
    [many] { $count } месяцев
   *[other] { $count } месяца
}
law-territories = Территории, за которые отвечает
law-territory = Территория
# Instruments
law-instruments-lede = Договоров и актов: { $instruments }, мер: { $articles }, из них прочитано в тексте: { $seen }; строк об участниках: { $rows }.
law-col-kind = Вид
law-col-parties = Участники
law-col-measures = Меры
law-col-sure = Надёжность
law-if-joined = Что изменится при присоединении
law-about = О договоре
law-sources = Источники фактов
law-relation = Соотношение с другими договорами
law-measures-articles = Меры и статьи
law-col-how = Как и какие данные
law-col-limits = Сроки и обоюдная преступность
law-col-conditions = Условия и основания отказа
law-col-checked = Проверка
law-article = Ст. { $article }
law-parties = Участники и подписавшие
law-parties-count = { $n ->
    [one] { $count } участник, только подписали: { $signed }
    [few] { $count } участника, только подписали: { $signed }
    [many] { $count } участников, только подписали: { $signed }
   *[other] Участников: { $count }, только подписали: { $signed }
}
law-reservable = Статьи, допускающие оговорки
law-declarable = Статьи для заявлений
law-offences-of = Преступления, о которых говорится
law-col-mode = Что предписывает
law-col-article = Статья
law-not-in-force = не вступил в силу
law-in-force-since = в силе с { $day }
law-in-force-from = вступит в силу { $day }
# Comparison. $from, $to: States
law-compare-title = Два государства рядом
law-compare-lede = По каждой мере ответ в обе стороны, лучшим открытым путём.
law-first-state = Первое государство
law-second-state = Второе государство
law-compare-go = Сравнить
law-compare-same = Выберите два разных государства: внутри государства действует его право.
law-asks = { $from } → { $to }
law-and-more = и ещё { $count }
# What changes if
law-what-if-title = Что изменится, если государство присоединится
law-what-if-lede = Каждый вопрос между этим государством и остальными задаётся дважды: без нового участника и с ним. Показаны только различия.
law-what-if-go = Показать изменения
law-effect-summary = { $n ->
    [one] Изменится { $count } ответ, государств-партнёров: { $partners }
    [few] Изменятся { $count } ответа, государств-партнёров: { $partners }
    [many] Изменятся { $count } ответов, государств-партнёров: { $partners }
   *[other] Изменится ответов: { $count }, государств-партнёров: { $partners }
}
# $count: how many questions
law-effect-asked = Вопросов, заданных дважды: { $count }.
law-effect-not-in-force = В этот день договор не действует. Показано, что изменилось бы между подписавшими после вступления в силу.
law-effect-already = По этим данным государство уже участвует.
law-changes = На что ответ будет другим
law-before = Сейчас
law-after = Потом
law-partners = С кем
law-it-asks = Просит: { $state }
law-it-is-asked = Просят: { $state }
law-cases-touched = Затронутые открытые просьбы
law-no-cases-touched = Ни по одной открытой просьбе ответ не изменится.
# Ask the law
law-decide-title = Спросить право
law-decide-lede = Кто, кого, о чём и когда просит: каждое основание и его роль, каждое исключение и его причина, сроки, основания отказа, условия.
law-decide-go = Спросить
law-decide-empty = Заполните вопрос; незаполненное считается неизвестным, а не отрицательным.
law-question = Вопрос
# $measure, $data, $day
law-answer-for = { $measure } · { $data } · { $day }
law-explained = Словами
law-limits = Сроки
law-from-event = течёт с события:
law-only-if = только если:
law-working-days-only = (рабочие дни)
law-risks = Что могут возразить
law-no-risks = Основания отказа не названы.
law-closed = Закрытый перечень: только эти основания
law-open = Открытый перечень: возможны и другие
law-ordinary = Обычный порядок и гарантии
law-safeguards = Гарантии в текстах
law-hangs = От этого зависит ответ
law-excluded = Что не даёт основания и почему
law-excluded-count = { $n ->
    [one] { $count } договор
    [few] { $count } договора
    [many] { $count } договоров
   *[other] { $count } договора
}
law-excluded-show = Каждый с причиной
# $article: instrument and article
law-presumed = Обе стороны связаны: { $article }. Предполагается; подтверждает человек.
# The law of one request. $from, $to: States
law-case-lede = { $from } → { $to }: наши данные, данные другой стороны и выводы человека.
law-lacking = Текста пока недостаточно, чтобы спросить право:
law-dual-title = Обоюдная преступность — по деянию
law-settle = Проверить обоюдную преступность
law-settled-all = Все элементы подтверждены
law-charged = Вменяется:
law-conduct-not-name = Сравнивайте деяние, а не название преступления.
law-other-type = Сравнить с этим типом
law-elements-caption = Элементы деяния в обоих правопорядках
law-col-element = Элемент
law-col-same = Совпадает?
law-asks-for-it = требует
law-does-not-ask = не требует
law-not-on-file = норм нет в данных: читайте в тексте
# $text: what a law asks beyond the type
law-only-where = только если: { $text }
law-not-yet = ещё нет
same-yes = Да, совпадает
same-no = Нет, различается
same-unclear = Нельзя сказать
law-why = Почему, одним предложением
law-record = Записать вывод
law-record-note = Вывод заносится в реестр с вашим именем и временем. Сам по себе он ничего не решает.
law-ask-or-refuse = Спросить или отказать с основанием
law-articles-both = Статьи об этом деянии, обязательные для обеих сторон
law-our-answer = Наши данные о праве
law-their-answer = Данные другой стороны
law-agree = совпадают
law-differ = расходятся
law-not-in-ours = по нашим данным этого основания нет
law-only-in-ours = это основание есть только в наших данных
law-their-data = Там использованы данные:
law-same-data = те же, что у нас
law-other-data = не те, что у нас
law-facts-to-confirm = Правовые факты для подтверждения
law-confirmed-by = Подтверждено:
law-where-checked = Где вы это проверили
law-confirm-facts = Подтвердить эти факты
event-law-conduct-compared = Деяние сопоставлено в двух правопорядках
# Closed lists of the law data
role-of-measure = мера
role-of-procedure = порядок
role-of-channel = канал
role-of-parallel = можно применить также
role-of-fallback = без договора
addressee-service-provider = поставщику напрямую
addressee-central-authority = центральный орган
addressee-contact-24-7 = круглосуточный контактный центр
addressee-judicial-authority = судье или прокурору напрямую
addressee-police = полиция
addressee-competent-authorities = компетентные органы
addressee-registrar = реестру или регистратору напрямую
addressee-diplomatic = дипломатический канал
addressee-none-direct-access = никому: прямой доступ
addressee-fiu = подразделение финансовой разведки
addressee-cert = группа реагирования CERT
measure-mla-realtime-traffic = Сбор данных о трафике в реальном времени
measure-mla-interception = Перехват содержания
measure-direct-order = Прямой приказ поставщику
measure-confiscation = Конфискация активов
measure-spontaneous-information = Спонтанная информация
measure-transborder-consent = Трансграничный доступ с согласия
measure-video-conference = Допрос по видеосвязи
measure-contact-24-7 = Круглосуточная сеть
measure-extradition = Выдача
measure-mla-general = Иная взаимная правовая помощь
measure-mla-realtime = Сбор в реальном времени
category-none = без данных
offence-mode-criminalises = обязывает участников наказывать
offence-mode-covered-if-serious-crime = охватывает как серьёзное преступление: наказание, граница, группа
offence-mode-evidence-only = охватывает только электронные доказательства
offence-mode-political = призывает к сотрудничеству, не обязывает
instrument-kind-multilateral = открыт для многих государств
instrument-kind-protocol = протокол
instrument-kind-regional = региональный
instrument-kind-bilateral = двусторонний
instrument-kind-eu-act = акт Европейского союза
instrument-kind-executive-agreement = исполнительное соглашение
instrument-kind-soft-law = необязательный
instrument-kind-unsc-resolution = резолюция Совета Безопасности
instrument-kind-national-law = право одного государства
instrument-kind-fallback = если договора нет
instrument-fact-series = Серия
instrument-fact-depositary = Депозитарий
instrument-fact-adopted = Принят
instrument-fact-opened = Открыт для подписания
instrument-fact-in-force = Вступил в силу
instrument-fact-applies-from = Применяется с
instrument-fact-entry-rule = Порядок вступления в силу
instrument-fact-open-to = Открыт для
instrument-fact-status-note = Состояние
instrument-fact-domestic-implementation = Внутреннее исполнение
instrument-fact-territorial = Территории
instrument-fact-denunciation = Денонсация
instrument-fact-reservations-closed = Оговорки
instrument-fact-version-note = Редакция
instrument-fact-scope-offences = Охват
instrument-fact-scope-penalty = Порог наказания
channel-by-agreement = по договорённости
channel-by-other-treaty = по другому договору
channel-central-authority = центральный орган
channel-central-authority-if-law-allows = центральный орган, если закон позволяет
channel-competent-authorities = компетентные органы
channel-contact-24-7 = круглосуточный контактный центр
channel-csirt = группа реагирования на инциденты
channel-designated-authority = назначенный орган
channel-diplomatic = дипломатический
channel-diplomatic-if-required = дипломатический, если требуется
channel-direct-to-provider = напрямую поставщику
channel-direct-to-provider-establishment = напрямую подразделению поставщика
channel-direct-to-provider-via-designated-authority = поставщику через назначенный орган
channel-direct-to-registrar = напрямую регистратору
channel-electronic = электронный
channel-interpol = канал Интерпола
channel-interpol-if-urgent = Интерпол в срочных случаях
channel-interpol-if-urgent-and-agreed = Интерпол: срочно и по договорённости
channel-judicial-direct = между судебными органами
channel-judicial-direct-if-both-in-coe-182 = между судебными органами, если обе стороны связаны протоколом
channel-judicial-direct-if-urgent = между судебными органами в срочных случаях
channel-liaison = офицер связи
channel-ministry-of-justice = министерство юстиции
channel-none-direct-access = прямой доступ
channel-police = между полицией
channel-prosecutor-general = генеральная прокуратура
channel-via-us-authority = через ведомство США
channel-voluntary-direct = напрямую, если поставщик согласен
effect-consider = рассматривает возможность
effect-discretionary = по усмотрению
effect-encouraged = поощряется
effect-endeavour = стремится
effect-obligation = обязывает
effect-obligation-to-us-authority = обязывает перед ведомством США
effect-permission = разрешает
effect-political = политический
effect-request-only = только просьба
effect-voluntary = добровольно
dual-rule-not-required-except-art5 = не требуется, кроме обысков (ст. 5)
dual-rule-not-required-with-exceptions = не требуется, есть исключения
dual-rule-not-stated = не указано
dual-rule-only-for-coercive = только для принудительных мер
dual-rule-required-for-search-seizure = требуется для обыска и выемки
dual-rule-required-for-search-warrants-etc = требуется для ордеров на обыск и подобного
dual-rule-unspecified = не определено
dual-rule-via-coe-030-art5 = согласно конвенции 1959 года (ст. 5)
dual-rule-via-bilateral = согласно двустороннему договору
electronic-advance-copy = как предварительная копия
electronic-original = считается подлинником
electronic-not-accepted = не принимается
electronic-unknown = неизвестно
starts-electronic = электронное сообщение
starts-paper = бумажный документ
starts-registration = регистрация там
starts-unknown = неизвестно
signature-simple = простая
signature-advanced = усиленная
signature-qualified = квалифицированная
signature-wet = от руки на бумаге
signature-unknown = неизвестно
translation-none = не нужен
translation-plain = обычный
translation-certified = заверенный
translation-unknown = неизвестно
legalisation-none = не нужна
legalisation-apostille = апостиль
legalisation-chain = консульская легализация
legalisation-exempt = освобождено
legalisation-unknown = неизвестно
standard-probable-cause = достаточное основание
standard-reasonable-grounds = разумные основания
direct-accepted = принимаются
direct-notice = принимаются с уведомлением ведомства
direct-consent = только с согласия государства
direct-not-accepted = не принимаются
way-judicial = между судебными органами
way-central-authority = центральный орган
way-diplomatic = дипломатический канал
way-interpol = канал Интерпола
way-contact-24-7 = круглосуточный контактный центр
law-direct-requests = Просьбы её поставщикам без её органа
law-channels = Каналы
law-holidays-until = перечислены до { $year }
law-domestic-incomplete = Перечислены не все меры: молчание не означает «нет».
certificate-certificate-of-foreign-records-3505 = удостоверение об иностранных записях (18 USC 3505)
certificate-certificate-of-records-902-11 = удостоверение о записях (FRE 902(11))
certificate-certificate-s-63-4-parts-a-b = удостоверение по ст. 63(4), части A и B
certificate-certificate-of-records = удостоверение о записях
weekday-1 = понедельник
weekday-2 = вторник
weekday-3 = среда
weekday-4 = четверг
weekday-5 = пятница
weekday-6 = суббота
weekday-7 = воскресенье
authorised-police = полиция
authorised-prosecutor = прокурор
authorised-judge = судья
authorised-court = суд
authorised-central-authority = центральный орган
