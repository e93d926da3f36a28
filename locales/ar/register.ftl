## The register: arrivals, partners without a node, taking over and handing out the book.

menu-register = السجل
register-title = السجل
register-lede = ما يرد ويصدر خارج الشبكة، وسجل كل الطلبات.
register-carry = للحمل
register-carry-none = لا رسالة تنتظر الحمل.
register-come = وَرَد شيء
register-come-lede = يصبح الطلب الورقي أو البريد أو المكالمة ملفًا له رقم وفحوص ومواعيد. ويُسجَّل الرد في ملفه، ضمن الرسائل والأوراق.
register-arrival = تسجيل طلب ورد
register-mail = قراءة ملف بريد
register-book = الدفتر
register-book-lede = انقلوا سجلًا سابقًا أو أخرجوا كل شيء. ما يُخرج يُفتح دون هذا البرنامج.
register-import = نقل سجل سابق
register-csv = إخراج كجدول
register-jsonl = إخراج كل شيء للبرامج
register-taken = سجلات منقولة
register-taken-none = لا شيء بعد.
register-partners = شركاء بلا عقدة
partner-add = إدخال شريك أو تعديله
partner-lede = يصبح في الدليل: تُكتب الطلبات إليه وتُفحص وتُحسب مواعيدها كغيرها، وتخرج رسائل.
partner-node = الاسم في الدليل
partner-node-hint = الدولة والجهة والوحدة: XC/justice/central
partner-name = اسم الجهة
partner-kind = ما هي
partner-kind-authority = سلطة
partner-kind-contact-point = جهة اتصال تعمل على مدار الساعة
partner-kind-provider = مزوِّد الخدمة
partner-kind-cert = فريق الاستجابة CERT
partner-kind-fiu = وحدة الاستخبارات المالية
partner-usual = الطريق المعتاد
partner-languages = اللغات المقبولة
partner-languages-hint = رموز بفواصل: en، fr
partner-save = حفظ
partner-note = العنوان بلا مفتاح لا يثبت شيئًا. خذوه من الدولة نفسها لا من رسالة.
partner-signed = موقّع من دولته
partner-none = لا أحد بعد.
arrival-lede = من ورق أو بريد أو مكالمة: يسمّي الفحص لاحقًا كل ما ينقص دفعة واحدة.
arrival-from = من
arrival-kind = نوع الطلب
arrival-reference = رقم القضية لديهم
arrival-urgency = الاستعجال
arrival-says = ما تقوله الرسالة
arrival-offence = الجريمة
arrival-provision = النص القانوني المذكور
arrival-facts = الوقائع
arrival-selector = ما هو المذكور
arrival-value = كما كُتب
arrival-category = البيانات المطلوبة
arrival-period-from = من يوم
arrival-period-to = إلى يوم
arrival-note = إن وُجد طلب بهذا المرجع ضُمّت الورقة إلى ملفه.
mail-lede = احفظوا الرسالة ملفًا (.eml) واختاروه. تُحفظ الترويسات والمرفقات ولا يُصدَّق شيء فيها.
mail-file = ملف بريد
mail-file-hint = بحد أقصى 32 MiB
mail-read = قراءته
mail-claims = ما تدّعيه
mail-claims-lede = كل هذا قابل للتزوير.
mail-from = من
mail-reply-to = الردود إلى
mail-to = إلى
mail-subject = الموضوع
mail-date = التاريخ
mail-hops = مرّت عبر
mail-attached = المرفقات
mail-text = نصها
mail-belongs = قد تخص
mail-belongs-none = لا ملف هنا يحمل رقمًا تذكره.
mail-new-request = تسجيلها طلبًا جديدًا
mail-call = معاودة الاتصال
# $name: an office of the directory
mail-listed = يدرج الدليل هذا العنوان للجهة: { $name }. اتصلوا بالرقم أدناه لا برقم في البريد.
mail-unlisted = الدليل لا يدرج هذا العنوان لأحد.
import-lede = CSV أو XLSX أو ODS بأي عناوين أعمدة. لا يُنقل شيء قبل أن تروه.
import-file = السجل
import-file-hint = بحد أقصى 64 MiB و300000 صف؛ الصف الأول للعناوين
import-look = معاينته
import-look-note = ينتظر الملف في الذاكرة ساعة ولا يُكتب.
import-text = كيف كُتب النص
import-text-lede = اختاروا ما يجعل الصفوف أدناه مقروءة.
import-chosen = مختار
import-tab = علامة الجدولة
# $mark: the mark between columns
import-between = بين الأعمدة: { $mark }
import-first-rows = الصفوف الأولى
# $sound, $faulty: counts as text
import-sound = من الصفوف الأولى، سليمة: { $sound }، بها خلل: { $faulty }
# $row, $column, $cell, $flaw: where a fault is, and which
import-fault = الصف { $row }، { $column }: { $flaw } ({ $cell })
flaw-missing = ناقص
flaw-state = لا دولة كهذه
flaw-kind = لا نوع كهذا
flaw-direction = لا وارد ولا صادر
flaw-date = لا تاريخ بهذا الترتيب
flaw-status = لا حالة كهذه
flaw-formula = معادلة؛ ضعوا قيمتها
flaw-too-long = طويل جدًا
flaw-control = فيه محارف مخفية
flaw-error = الجدول نفسه يقول خطأ
column-our-ref = مرجعنا
column-their-ref = مرجعهم
column-direction = وارد أو صادر
column-state = الدولة
column-authority = السلطة
column-kind = النوع
column-offence = الجريمة
column-date = التاريخ
column-channel = القناة
column-basis = الأساس القانوني
column-status = الحالة
column-status-date = تاريخ الحالة
column-due = الأجل
column-officer = من يتولاه
column-note = ملاحظة
order-dmy = يوم، شهر، سنة
order-mdy = شهر، يوم، سنة
order-ymd = سنة، شهر، يوم
import-columns = معنى كل عمود
import-columns-lede = مقترح من العناوين؛ صححوا الخطأ. تُحفظ الأعمدة الأخرى ملاحظات.
import-as-note = حفظ كملاحظة
# $cell: an example
import-example = مثلًا: { $cell }
# $column: a date column
import-order = ترتيب التواريخ في: { $column }
# $fits: cells that read, $all: of how many
import-fits = { $fits } من { $all } تواريخ هكذا:
import-direction = الصفوف التي لا تذكر وارد أو صادر
import-kind = الصفوف التي لا تذكر النوع
import-aside-rows = توضع جانبًا
import-run = نقله
import-run-note = الصف نفسه مرتين لا يضيف شيئًا، ويمكن التراجع عن الكل حتى يتصرف أحد في ملف.
import-running = جارٍ النقل
# $count: rows so far
import-progress = الصفوف حتى الآن: { $count }
# $number: of the import
import-title = النقل { $number }
import-done = ما نُقل
# $added, $already, $aside: counts as text
import-counts = ملفات فُتحت: { $added } · موجودة سابقًا: { $already } · جانبًا: { $aside }
# $at: when
import-no-proof = لا إثبات لأي شيء قبل { $at }.
import-aside-file = الصفوف الجانبية مع الأسباب
import-undo = التراجع عن هذا النقل
import-undo-note = تبقى الملفات التي تصرف فيها أحد.
import-was-undone = تم التراجع
# $at: when, $kept: files that stayed
import-undone-at = تم التراجع في { $at }. ملفات باقية لأن أحدًا تصرف فيها: { $kept }
import-due = مستحق بحسب السجل السابق
import-due-lede = لا يبدأ العدّ قبل أن يؤكده شخص.
# $number: of the file, $day: when due
import-due-confirm = ابدأ العدّ للملف { $number } حتى { $day }
event-register-imported = نُقل سجل سابق
event-register-undone = تم التراجع عن النقل
event-register-handed-out = أُخرج السجل
event-file-taken-over = نُقل من سجل سابق؛ لا إثبات قبل ذلك
event-file-given-back = تم التراجع وأُفرغ الملف
event-due-confirmed = أكد شخص الأجل
