## The page of one request, triage, second signatures, deliveries, duty.

request-parts = أجزاء هذا الملف
request-tab-overview = نظرة عامة
request-tab-text = نص الطلب
request-print = طباعة الملف
request-stages = مراحل هذا الطلب
request-clocks = المهل
# $time: now, with date and zone
request-now = الآن: { $time }
request-items = المطلوب
request-items-caption = أجزاء الطلب، ولكل منها حالته
request-item-about = بشأن
request-item-data = البيانات
request-item-period = الفترة
request-item-state = الحالة
request-history = ما الذي حدث
request-panels = اللوحات
request-basis = الأساس القانوني
request-safeguards = الضمانات
request-safeguards-done = الضمانات المجاب عنها
# $done of $all
count-of = { $done } من { $all }
request-people = الأشخاص
request-related = ملفات مرتبطة
request-more = إجراءات أخرى
text-lede = كما وُقِّع. والأصل هو المعتمد.
triage-lede = إثبات هوية المرسل يسبق مضمون الطلب.
triage-list = الطلبات الجديدة
triage-empty = لا طلبات جديدة.
# $span: how long ago
triage-last = وصل آخرها منذ { $span }.
triage-proof = من أرسله
triage-whole = فتح الطلب كاملًا
proof-proven = ثبتت هوية المرسِل
proof-not-proven = لم تثبت هوية المرسِل
proof-signature = توقيع العقدة المرسلة صالح
proof-directory = المفتاح مدرج في قيد الدولة في الدليل
proof-officers = موقع من الأشخاص الذين تقتضيهم فئة البيانات
proof-sequence = لا شيء مفقود قبل هذه الرسالة
approvals-lede = ابتداءً من بيانات المشترك لا يرسل أحد ولا يفصح وحده. اقرؤوا ما توقعونه بدقة.
approvals-empty = لا شيء بانتظار شخص ثانٍ.
approvals-bytes = البايتات الموقعة بالضبط
approvals-sign = التوقيع بصفة الشخص الثاني
approvals-password = كلمة المرور لفتح مفتاح التمرين الخاص بكم
approvals-native = يجب أن يصدر أحد الإثباتات عن جهاز الموظف نفسه: شغِّلوا
approvals-drafter = أنتم من أعدَّ هذا النص، ويوقعه شخص آخر.
approvals-have = تم التوقيع
approvals-need-person = شخص آخر
approvals-need-authority = النيابة العامة أو القاضي أو رئاسة السلطة
approvals-purpose-send = إرسال
approvals-purpose-release = الإفصاح عن الأدلة
approvals-purpose-refuse = رفض مع بيان السبب
deliveries-lede = ما تعذر تسليمه يحتاج إلى تدخل شخص، والباقي يستمر وحده.
deliveries-dead = يحتاج إلى تدخل شخص
deliveries-none-dead = لا شيء يحتاج إلى تدخل.
deliveries-waiting = في الطريق
deliveries-none-waiting = سُلِّم كل شيء.
deliveries-to = إلى:
# $n: attempts
deliveries-tries = { $n ->
    [zero] دون محاولة
    [one] محاولة واحدة
    [two] محاولتان
    [few] { $count } محاولات
    [many] { $count } محاولة
   *[other] { $count } محاولة
}
deliveries-since = بانتظار منذ
deliveries-next = المحاولة التالية
delivery-queued = في الانتظار
delivery-dead = لم يُسلَّم
duty-watch = المناوبة الليلية
duty-quiet = كل شيء هادئ
duty-quiet-note = لا شيء عاجل ينتظركم. افتحوا هذه الصفحة من جديد لرؤية الطارئ التالي.
duty-left = متبقية للإقرار بالاستلام
duty-acknowledge = أتولى الأمر: إقرار بالاستلام
duty-ack-note = الإقرار يعني أنكم قرأتم الطلب، ولا يعني الموافقة على الإفصاح.
duty-asks = ما المطلوب
duty-whole = فتح الطلب كاملًا
duty-ladder = إذا لم يُقرّ أحد بالاستلام
duty-ladder-again = يرن هاتفكم من جديد
duty-ladder-deputy = يُتصل بالنائب
duty-ladder-head = يُتصل برئاسة الوحدة
duty-ladder-partner = يُبلَّغ الطرف الآخر
# $n: other open items
duty-rest = { $n ->
    [zero] لا شيء آخر مفتوح.
    [one] ملف آخر يمكنه الانتظار حتى الصباح.
    [two] ملفان آخران يمكنهما الانتظار حتى الصباح.
    [few] { $count } ملفات أخرى يمكنها الانتظار حتى الصباح.
    [many] { $count } ملفًا آخر يمكنها الانتظار حتى الصباح.
   *[other] { $count } ملف آخر يمكنها الانتظار حتى الصباح.
}
people-owner = لدينا
people-drafter = أعدَّه
people-them = الطرف الآخر
people-telephone = الهاتف
people-hours = ساعات العمل
# $index: place in the log
history-entry = القيد { $index }
request-reference = الرقم المرجعي
asks-why = لماذا
