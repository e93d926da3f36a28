## What surrounds every page: menu, top bar, footer, news, keys.

# The mark between the parts of a list, with the space that follows it in this language.
comma = ،
shell-skip = انتقال إلى المحتوى الرئيسي
shell-find = البحث عن طلب أو حساب أو دولة
shell-night-watch = المناوبة الليلية
shell-day-colours = ألوان النهار
shell-night-colours = ألوان الليل
shell-sign-out = تسجيل الخروج
shell-language = اللغة
shell-menu = القائمة
shell-main-menu = القائمة الرئيسية
# term: exercise
shell-exercise = تمرين غير حقيقي. جميع الدول والأشخاص والقضايا هنا متخيلة.
menu-work = العمل
menu-account = المساءلة
menu-queue = قائمة العمل
menu-write = إعداد طلب
menu-triage = فرز الطلبات الواردة
menu-evidence = الأدلة
menu-approvals = التوقيعات الثانية
# term: audit_log
menu-audit = سجل المراجعة
menu-deliveries = التسليم
foot-node = العقدة
foot-software = البرنامج
# $time: when the last checkpoint was sealed
foot-sealed = خُتم السجل { $time }، والإثبات صالح
foot-broken = إثبات سجل المراجعة غير صالح
# $up: partners that answer, $all: all partners
foot-peers = الشركاء المتاحون: { $up } من { $all }
foot-accessibility = إمكانية الوصول
foot-keys = اختصارات لوحة المفاتيح
keys-move = للتنقل
keys-open = للفتح
keys-list = لعرض كل الاختصارات
news-show = عرض الطلبات الجديدة
news-check = التحقق من المستجدات
news-lost = لا مستجدات منذ فترة، وتجري إعادة المحاولة. تبقى القائمة كما هي.
# $count: things that arrived since the page was drawn
news-arrived = { $n ->
    [zero] لا جديد.
    [one] وصل جديد واحد أثناء قراءتكم. لم تتغير القائمة أدناه.
    [two] وصل جديدان أثناء قراءتكم. لم تتغير القائمة أدناه.
    [few] وصلت { $count } مستجدات أثناء قراءتكم. لم تتغير القائمة أدناه.
    [many] وصل { $count } مستجدًا أثناء قراءتكم. لم تتغير القائمة أدناه.
   *[other] وصل { $count } مستجد أثناء قراءتكم. لم تتغير القائمة أدناه.
}
# $day: a date, $time: a time with its zone
when-stamp = { $day }، { $time }
# $time: a time of day where the reader's office is
when-here = { $time } هنا
# $span: a length of time
when-in = خلال { $span }
when-late = تأخر { $span }
when-ago = منذ { $span }
# $n: minutes, $count: the same as text
span-minutes = { $n ->
    [zero] أقل من دقيقة
    [one] دقيقة واحدة
    [two] دقيقتين
    [few] { $count } دقائق
    [many] { $count } دقيقة
   *[other] { $count } دقيقة
}
span-hours = { $n ->
    [zero] أقل من ساعة
    [one] ساعة واحدة
    [two] ساعتين
    [few] { $count } ساعات
    [many] { $count } ساعة
   *[other] { $count } ساعة
}
span-days = { $n ->
    [zero] أقل من يوم
    [one] يوم واحد
    [two] يومين
    [few] { $count } أيام
    [many] { $count } يومًا
   *[other] { $count } يوم
}
span-hours-minutes = { $hours } س { $minutes } د
span-days-hours = { $days } ي { $hours } س
