## The writer: steps, questions, hints, the letter beside them.

new-lede = يمكنكم التوقف في أي وقت، فالمسودة تُحفظ تلقائيًا.
new-begin = البدء
new-kind = ما الذي تحتاجون إليه؟
new-kind-preservation = تحفظ الدولة الأخرى البيانات كما هي، ولا يُفصح عن شيء.
new-kind-mla-stored = تحصل الدولة الأخرى على البيانات المخزَّنة وتعيدها كأدلة.
new-kind-subscriber-direct = أمر بمعلومات المشترك مباشرة إلى مزوِّد خدمة في الخارج، مع إشعار دولته حيث يلزم.
new-to = ما الدولة المطلوب منها؟
new-to-node = إلى من يوجَّه؟
new-reference = رقم القضية لديكم
new-reference-hint = يُذكر في كل رسالة.
new-no-drafts = لا مسودات.
# $kind: the kind in words; $state: the asked State, after a colon so that nothing is inflected
writer-title = { $kind }: { $state }
writer-drafts = المسودات
writer-leave = مغادرة مع الحفظ
writer-steps = خطوات إعداد الطلب
# $time: when it was saved
writer-saved = حُفظ { $time }
writer-why = لماذا يُطلب هذا
writer-go-on = حفظ ومتابعة
writer-back = رجوع
writer-letter = الرسالة حتى الآن
writer-letter-draft = مسودة الرسالة
# $done: rules met, $all: rules
writer-score = صحيح من المرة الأولى: { $done } من { $all }.
writer-missing = { $n ->
    [zero] لا ينقص شيء مما تُعاد الطلبات بسببه.
    [one] ينقص عنصر واحد تُعاد الطلبات بسببه.
    [two] ينقص عنصران تُعاد الطلبات بسببهما.
    [few] تنقص { $count } عناصر تُعاد الطلبات بسببها.
    [many] ينقص { $count } عنصرًا تُعاد الطلبات بسببها.
   *[other] ينقص { $count } عنصر تُعاد الطلبات بسببها.
}
writer-see-them = عرضها
writer-ready = لا ينقص شيء مما تُعاد الطلبات بسببه.
writer-gaps = ما الذي ينقص بعد
writer-stops = يوقف الطلب:
step-need = ما تحتاجون إليه
step-where = أين توجد
step-basis = الأساس القانوني
step-offence = الجرم
step-data = البيانات
step-facts = الوقائع والصلة
step-safeguards = الضمانات
step-urgency = السرية والاستعجال
step-sign = تحقق وتوقيع
step-said-done = مكتمل
step-said-now = الآن
step-said-wanting = تحتاج إلى إجابة
step-said-todo = لم تبدأ
sign-title = تحقق وتوقيع
sign-letter = الرسالة كاملة
sign-signers = من يوقع
sign-stopped = يجب سد هذه الثغرات قبل التوقيع
sign-warnings = قد تستفسر الدولة الأخرى عن هذه النقاط
sign-button = توقيع وإرسال
sign-hand-over = إحالة إلى الموقعين
sign-note = يُرسل الطلب حالما يوقع كل من يجب توقيعه. يمكن سحبه ولا يمكن تغييره خفية.
letter-to = إلى: { $name }
letter-from = من: { $name }
# $field: the question that has no answer yet
letter-missing = ناقص: { $field }
assurance-death-penalty = لن تُطلب عقوبة الإعدام ولن تُنفَّذ
assurance-torture = لن يتعرض أحد للتعذيب أو سوء المعاملة
assurance-data-protection = تُحمى البيانات الشخصية كما يقتضي الأساس
answer-yes = نعم
answer-no = لا
selector-email = عنوان بريد إلكتروني
selector-ipv4 = عنوان IPv4
selector-ipv6 = عنوان IPv6
selector-phone = رقم هاتف
selector-account-id = رقم الحساب لدى مزوِّد الخدمة
selector-username = اسم المستخدم
selector-url = عنوان إلكتروني (رابط)
selector-domain = اسم نطاق
# $question: the question; $answer: its answer
letter-line = { $question } { $answer }
letter-named = { $question }: { $answer }
tlp-red = RED: الأشخاص المخاطبون فقط
tlp-amber-strict = AMBER+STRICT: الجهة المخاطبة فقط
tlp-amber = AMBER: الجهة المخاطبة ومن يجب أن يتصرف
tlp-green = GREEN: دائرة الزملاء
tlp-clear = CLEAR: الجميع
pap-red = RED: التحليل فقط دون أي تدخل
pap-amber = AMBER: خطوات هادئة لا يلاحظها صاحب الحساب
pap-green = GREEN: خطوات قد تُلاحظ
pap-clear = CLEAR: كل ما هو قانوني
actor-node = هذه العقدة
actor-installation = التركيب
