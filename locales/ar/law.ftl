## The law browser: atlas, States, instruments, comparison, questions, the law of one request.

menu-know = المعرفة
menu-law = الأسس القانونية
# The pages
law-pages = صفحات القانون
law-tab-atlas = الأطلس
law-tab-instruments = الصكوك
law-tab-compare = المقارنة
law-tab-decide = سؤال القانون
law-tab-what-if = ماذا لو
# $day: the day to which facts were gathered; $hash: begin of the hash; $name: the name of the law data
law-foot = بيانات القانون «{ $name }» حتى { $day }، البصمة { $hash }.
law-not-advice = ليست استشارة قانونية: البيانات تقترح والقرار لشخص.
# Words of facts
law-state = الدولة
law-instrument = الصك
law-measure = التدبير
law-direction = الاتجاه
law-on-day = في أي يوم
law-on-day-hint = 2027-03-16. يُسأل القانون الساري في ذلك اليوم.
law-we-ask = نحن نطلب
law-they-ask = هم يطلبون
law-from = الطالب
law-to = المطلوب منه
law-addressee = المرسل إليه
law-data = البيانات
law-no-data = لا تُطلب بيانات
law-offence = الجريمة
law-penalty = أقصى عقوبة بالأشهر
law-penalty-hint = في الدولة الطالبة. يُترك فارغًا إن لم يُعرف.
law-elements = عناصر البيانات
law-elements-hint = تُستنتج الفئة من العناصر وتُعتمد الأشد.
law-fact-emergency = حالة طارئة
law-fact-group = جماعة إجرامية منظمة
law-fact-border = عابرة للحدود
law-not-known = غير معروف
law-not-said = غير مذكور
law-none = لا شيء
law-choose = اختيار
law-choose-listed = الاختيار من القائمة؛ تُكتب التواريخ هكذا 2027-03-16 والأشهر عددًا صحيحًا.
# $field: the name of the field
law-field-wrong = تعذرت القراءة: { $field }
# How sure a fact is
law-sure-high = متحقق منه
law-sure-medium = متحقق منه جزئيًا
law-sure-low = غير متحقق منه
law-text-seen = قُرئ النص
law-partly-seen = قُرئ جزئيًا
law-recalled = من الذاكرة ولم يُتحقق منه
law-invented = مختلق للتمارين
law-no-source-date = بلا تاريخ للمصدر
law-unverified-short = غير متحقق منه
law-unverified = هنا واقعة قانونية غير متحقق منها.
law-unverified-todo = يؤكدها شخص قبل أي إرسال.
law-facts-unverified = { $n ->
    [zero] كل الوقائع هنا متحقق منها.
    [one] واقعة واحدة هنا غير متحقق منها.
    [two] واقعتان هنا غير متحقق منهما.
    [few] { $count } وقائع هنا غير متحقق منها.
    [many] { $count } واقعة هنا غير متحقق منها.
   *[other] { $count } واقعة هنا غير متحقق منها.
}
# The atlas. $state: our State
law-atlas-lede = على أي أساس يمكننا أن نطلب من كل دولة وأن تطلب كل دولة منا؟ دولتنا: { $state }. مربع واحد لكل دولة وكلها بالحجم نفسه ولا تُرسم حدود.
law-as-table = كجدول
law-same-table = المحتوى نفسه في جدول
law-strongest = أقوى أساس
law-show = عرض
# $name: the heading of a table
law-table = { $name }: جدول
law-key = مفتاح الرموز
law-leaders = الصكوك المتقدمة:
law-picked = الدولة المختارة
law-choose-tile = اختر دولة لعرض الأسس والجهة المخاطبة والمتطلبات.
law-this-is-us = دولتنا
law-other-way = بطريق آخر
law-states-count = { $n ->
    [zero] لا دول
    [one] دولة واحدة
    [two] دولتان
    [few] { $count } دول
    [many] { $count } دولة
   *[other] { $count } دولة
}
standing-own = اتفاق بين الدولتين أو صك اتحادي
standing-named = معاهدة تنص على هذا التدبير
standing-general = معاهدة لجرائم معينة أو بتدبير قريب
standing-courtesy = بلا معاهدة: المعاملة بالمثل أو قانونها
standing-nothing = لا شيء مسجل
region-africa = أفريقيا
region-asia-pacific = آسيا والمحيط الهادئ
region-eastern-europe = أوروبا الشرقية
region-latin-america-caribbean = أمريكا اللاتينية والكاريبي
region-western-europe-others = أوروبا الغربية ودول أخرى
region-others = دول أخرى في البيانات
region-exercise = دول التمرين
law-send-to = الإرسال إلى
law-languages = اللغات
law-keeps-data = مدة حفظ البيانات
law-days-most = { $n ->
    [zero] بلا أيام
    [one] يوم واحد على الأكثر
    [two] يومان على الأكثر
    [few] { $count } أيام على الأكثر
    [many] { $count } يومًا على الأكثر
   *[other] { $count } يوم على الأكثر
}
law-checked = تاريخ التحقق
law-profile = الملف
law-no-profile = لا ملف بعد
law-no-profile-long = لا ملف لهذه الدولة في البيانات بعد: تكتبه سلطتها بنفسها.
# $state: a State
law-write-to = الكتابة إلى: { $state }
law-whole = الجواب الكامل
law-would-change = ما الذي يغير هذا
# $instrument: a treaty; $state: a State that is not a party
law-could-join = { $instrument } لو كانت الدولة طرفًا: { $state }
law-without-treaty = { $n ->
    [zero] لا دولة تُطلب بلا معاهدة فقط.
    [one] دولة واحدة لا يُطلب منها إلا بلا معاهدة.
    [two] دولتان لا يُطلب منهما إلا بلا معاهدة.
    [few] { $count } دول لا يُطلب منها إلا بلا معاهدة.
    [many] { $count } دولة لا يُطلب منها إلا بلا معاهدة.
   *[other] { $count } دولة لا يُطلب منها إلا بلا معاهدة.
}
law-rows-unverified = { $n ->
    [zero] كل صفوف الأطراف ({ $all }) متحقق منها.
    [one] صف واحد من { $all } لم يُتحقق منه كليًا.
    [two] صفان من { $all } لم يُتحقق منهما كليًا.
    [few] { $count } صفوف من { $all } لم يُتحقق منها كليًا.
    [many] { $count } صفًا من { $all } لم يُتحقق منها كليًا.
   *[other] { $count } صف من { $all } لم يُتحقق منها كليًا.
}
law-list-them = عرض القائمة
law-col-standing = الأساس
law-col-answer = الجواب
law-col-leads = الصك المتقدم
# The answer of the law in a few words
outcome-proceed = يمكن الطلب
outcome-conditions = يمكن الطلب بشروط
outcome-elsewhere = بطريق آخر
outcome-block = موقوف
# One State
law-state-lede = الصكوك بتواريخها وتحفظاتها وإعلاناتها وما تطلبه الدولة ومصدر كل واقعة.
law-compare-us = إلى جانب دولتنا
law-territory-of = إقليم. الدولة المسؤولة عنه:
law-they-want = ما تطلبه الدولة
law-offices = المكاتب
law-no-offices = لا مكاتب مسجلة. يُسأل بالطريق الدبلوماسي.
law-notice = إشعار بالأوامر إلى مزوديها
law-order-copy = نسخة من الأمر الداخلي
law-after-emergency = طلب رسمي بعد الطارئ
law-standard = الإثبات المطلوب للمحتوى
law-assurances = الضمانات
law-certificates = شهادات محاكمها
law-zone = المنطقة الزمنية
law-working-week = أيام العمل
law-holidays = العطل
law-no-rows = لا صفوف مسجلة.
law-rows-caption = الأطراف والتواريخ والتحفظات والمصادر
law-col-status = الحالة
law-col-since = منذ
law-col-reservations = التحفظات والإعلانات
law-col-source = المصدر
law-party = طرف
law-signatory = موقِّع فقط
law-ended = منتهٍ
law-day-unknown = اليوم غير معروف
law-not-bound = غير ملزم
# $day: a date
law-until = حتى { $day }
law-reservation = تحفظ
law-declaration = إعلان
law-notification = إخطار
law-remark = ملاحظة
law-all-read = قُرئت القائمة كاملة
law-reservations-unknown = التحفظات غير معروفة (ولا يعني ذلك عدم وجودها)
# $part, $state: parts of a State
law-only-part = فقط: { $part }
law-left-out = مستثنى: { $state }
law-covered = مشمول: { $state }
law-covered-from = مشمول من { $day }: { $state }
law-transmission = كيف يُرسل الطلب ليُعتد به
law-every-measure = كل تدبير
law-way-electronic = إلكترونيًا
law-way-starts = ما يبدأ المهلة
law-way-signature = التوقيع الإلكتروني
law-way-translation = الترجمة
law-way-legalisation = التصديق
law-paper-within = { $n ->
    [zero] الأصل الورقي فورًا
    [one] الأصل الورقي خلال يوم
    [two] الأصل الورقي خلال يومين
    [few] الأصل الورقي خلال { $count } أيام
    [many] الأصل الورقي خلال { $count } يومًا
   *[other] الأصل الورقي خلال { $count } يوم
}
law-own-law = قانونها الداخلي لكل تدبير
law-own-offences = قانونها الداخلي لكل جريمة
law-col-provision = النص
law-col-by = من يأذن
law-col-narrower = شروط إضافية
law-col-most = أقصى عقوبة
law-months = { $n ->
    [zero] بلا أشهر
    [one] شهر واحد
    [two] شهران
    [few] { $count } أشهر
    [many] { $count } شهرًا
   *[other] { $count } شهر
}
law-territories = الأقاليم التي تمثلها
law-territory = الإقليم
# Instruments
law-instruments-lede = عدد الصكوك { $instruments } والتدابير { $articles } قُرئ منها في النص { $seen }؛ وصفوف الأطراف والموقعين { $rows }.
law-col-kind = النوع
law-col-parties = الأطراف
law-col-measures = التدابير
law-col-sure = درجة التحقق
law-if-joined = ماذا لو انضمت دولة إليه
law-about = عنه
law-sources = مصدر الوقائع
law-relation = العلاقة بمعاهدات أخرى
law-measures-articles = التدابير والمواد
law-col-how = الكيفية والبيانات
law-col-limits = المهل وازدواجية التجريم
law-col-conditions = الشروط وأسباب الرفض
law-col-checked = التحقق
law-article = المادة { $article }
law-parties = الأطراف والموقعون
law-parties-count = { $n ->
    [zero] لا أطراف، موقعون فقط: { $signed }
    [one] طرف واحد، موقعون فقط: { $signed }
    [two] طرفان، موقعون فقط: { $signed }
    [few] { $count } أطراف، موقعون فقط: { $signed }
    [many] { $count } طرفًا، موقعون فقط: { $signed }
   *[other] { $count } طرف، موقعون فقط: { $signed }
}
law-reservable = مواد يجوز التحفظ عليها
law-declarable = مواد للإعلانات
law-offences-of = الجرائم التي يتناولها
law-col-mode = الأثر
law-col-article = المادة
law-not-in-force = غير نافذ
law-in-force-since = نافذ منذ { $day }
law-in-force-from = يُعمل به من { $day }
# Comparison. $from, $to: States
law-compare-title = دولتان جنبًا إلى جنب
law-compare-lede = لكل تدبير الجواب في الاتجاهين بأفضل طريق متاح.
law-first-state = الدولة الأولى
law-second-state = الدولة الثانية
law-compare-go = مقارنة
law-compare-same = اختر دولتين مختلفتين: داخل الدولة يسري قانونها.
law-asks = { $from } ← { $to }
law-and-more = و{ $count } غيرها
# What changes if
law-what-if-title = ماذا يتغير لو انضمت دولة
law-what-if-lede = يُطرح كل سؤال بين الدولة وسائر الدول مرتين: بدون الطرف الجديد ومعه. وتُعرض الفروق فقط.
law-what-if-go = عرض التغيرات
law-effect-summary = { $n ->
    [zero] لا يتغير أي جواب، الدول الشريكة: { $partners }
    [one] يتغير جواب واحد، الدول الشريكة: { $partners }
    [two] يتغير جوابان، الدول الشريكة: { $partners }
    [few] تتغير { $count } أجوبة، الدول الشريكة: { $partners }
    [many] يتغير { $count } جوابًا، الدول الشريكة: { $partners }
   *[other] يتغير { $count } جواب، الدول الشريكة: { $partners }
}
# $count: how many questions
law-effect-asked = عدد الأسئلة المطروحة مرتين: { $count }.
law-effect-not-in-force = الصك غير نافذ في ذلك اليوم. المعروض ما يتغير بين الموقعين بعد نفاذه.
law-effect-already = الدولة طرف بالفعل في هذه البيانات.
law-changes = ما يختلف جوابه
law-before = قبل
law-after = بعد
law-partners = مع من
law-it-asks = الطالب: { $state }
law-it-is-asked = المطلوب منه: { $state }
law-cases-touched = الطلبات المفتوحة المتأثرة
law-no-cases-touched = لا طلب مفتوح هنا يتغير جوابه.
# Ask the law
law-decide-title = سؤال القانون
law-decide-lede = من يطلب ماذا ممن وفي أي يوم: كل أساس ودوره وكل استبعاد وسببه والمهل وأسباب الرفض والشروط.
law-decide-go = اسأل
law-decide-empty = املأ السؤال؛ وما يُترك مفتوحًا يُعد غير معروف لا نفيًا.
law-question = السؤال
# $measure, $data, $day
law-answer-for = { $measure } · { $data } · { $day }
law-explained = بالجمل
law-limits = المهل
law-from-event = تبدأ من:
law-only-if = فقط إذا:
law-working-days-only = (أيام العمل)
law-risks = ما قد يُحتج به ضده
law-no-risks = لا سبب للرفض مذكور.
law-closed = قائمة مغلقة: هذه الأسباب دون غيرها
law-open = قائمة مفتوحة: قد يعرف القانون غيرها
law-ordinary = الإجراء المعتاد والضمانات
law-safeguards = ضمانات النصوص
law-hangs = الجواب متوقف على هذا
law-excluded = ما لا يعطي أساسًا ولماذا
law-excluded-count = { $n ->
    [zero] لا صكوك
    [one] صك واحد
    [two] صكان
    [few] { $count } صكوك
    [many] { $count } صكًا
   *[other] { $count } صك
}
law-excluded-show = كل منها مع سببه
# $article: instrument and article
law-presumed = الطرفان ملزمان بـ { $article }: يُفترض ويؤكده شخص.
# The law of one request. $from, $to: States
law-case-lede = { $from } ← { $to }: بياناتنا وبيانات الطرف الآخر وما وجده شخص.
law-lacking = النص لا يكفي بعد لسؤال القانون:
law-dual-title = ازدواجية التجريم بحسب السلوك
law-settle = بحث ازدواجية التجريم
law-settled-all = كل العناصر مؤكدة
law-charged = التهمة:
law-conduct-not-name = تُقارن الأفعال لا اسم الجريمة.
law-other-type = المقارنة بهذا النوع
law-elements-caption = عناصر السلوك في القانونين
law-col-element = العنصر
law-col-same = متطابق؟
law-asks-for-it = يشترطه
law-does-not-ask = لا يشترطه
law-not-on-file = القانون غير مسجل: يُقرأ في النص
# $text: what a law asks beyond the type
law-only-where = فقط إذا: { $text }
law-not-yet = ليس بعد
same-yes = نعم متطابق
same-no = لا يختلفان
same-unclear = لا يمكن القول
law-why = السبب في جملة
law-record = تسجيل ما وُجد
law-record-note = يُسجل ما وجدتموه في السجل باسمكم ووقته ولا يقرر شيئًا بذاته.
law-ask-or-refuse = السؤال أو الرفض بسبب
law-articles-both = مواد بشأن هذا السلوك تلزم الطرفين
law-our-answer = بياناتنا القانونية
law-their-answer = بيانات الطرف الآخر
law-agree = متفقان
law-differ = مختلفان
law-not-in-ours = بياناتنا لا تعطي هذا الأساس
law-only-in-ours = بياناتنا وحدها تعطي هذا الأساس
law-their-data = البيانات المستعملة هناك:
law-same-data = هي بياناتنا نفسها
law-other-data = غير بياناتنا
law-facts-to-confirm = وقائع قانونية للتأكيد
law-confirmed-by = أكده:
law-where-checked = أين تحققتم من ذلك
law-confirm-facts = تأكيد هذه الوقائع
event-law-conduct-compared = قورن السلوك في القانونين
# Closed lists of the law data
role-of-measure = التدبير
role-of-procedure = الإجراء
role-of-channel = القناة
role-of-parallel = يُستعمل أيضًا
role-of-fallback = بلا معاهدة
addressee-service-provider = مزوِّد مباشرة
addressee-central-authority = السلطة المركزية
addressee-contact-24-7 = جهة الاتصال الدائمة
addressee-judicial-authority = قاضٍ أو مدعٍ عام مباشرة
addressee-police = الشرطة
addressee-competent-authorities = السلطات المختصة
addressee-registrar = السجل أو أمين السجل مباشرة
addressee-diplomatic = القناة الدبلوماسية
addressee-none-direct-access = لا أحد: وصول مباشر
addressee-fiu = وحدة الاستخبارات المالية
addressee-cert = فريق CERT
measure-mla-realtime-traffic = جمع بيانات الحركة في الوقت الحقيقي
measure-mla-interception = اعتراض المحتوى
measure-direct-order = أمر مباشر إلى مزوِّد
measure-confiscation = مصادرة الموجودات
measure-spontaneous-information = معلومات تلقائية
measure-transborder-consent = نفاذ عبر الحدود بموافقة
measure-video-conference = استماع بالاتصال المرئي
measure-contact-24-7 = شبكة الاتصال الدائم
measure-extradition = تسليم المطلوبين
measure-mla-general = مساعدة قانونية متبادلة أخرى
measure-mla-realtime = جمع في الوقت الحقيقي
category-none = بلا بيانات
offence-mode-criminalises = يلزم أطرافه بتجريمه
offence-mode-covered-if-serious-crime = يشمله كجريمة خطيرة: العقوبة والحدود والجماعة
offence-mode-evidence-only = يشمل أدلته الإلكترونية فقط
offence-mode-political = يدعو إلى التعاون ولا يلزم
instrument-kind-multilateral = متعدد الأطراف
instrument-kind-protocol = بروتوكول
instrument-kind-regional = إقليمي
instrument-kind-bilateral = ثنائي
instrument-kind-eu-act = صك للاتحاد الأوروبي
instrument-kind-executive-agreement = اتفاق تنفيذي
instrument-kind-soft-law = غير ملزم
instrument-kind-unsc-resolution = قرار لمجلس الأمن
instrument-kind-national-law = قانون داخلي لدولة
instrument-kind-fallback = حيث لا معاهدة
instrument-fact-series = السلسلة
instrument-fact-depositary = الوديع
instrument-fact-adopted = اعتُمد
instrument-fact-opened = فُتح للتوقيع
instrument-fact-in-force = نافذ منذ
instrument-fact-applies-from = يُطبق من
instrument-fact-entry-rule = قاعدة النفاذ
instrument-fact-open-to = مفتوح أمام
instrument-fact-status-note = الوضع
instrument-fact-domestic-implementation = التنفيذ الداخلي
instrument-fact-territorial = الأقاليم
instrument-fact-denunciation = الانسحاب
instrument-fact-reservations-closed = التحفظات
instrument-fact-version-note = الصيغة
instrument-fact-scope-offences = النطاق
instrument-fact-scope-penalty = حد العقوبة
channel-by-agreement = بالاتفاق
channel-by-other-treaty = بمعاهدة أخرى
channel-central-authority = السلطة المركزية
channel-central-authority-if-law-allows = السلطة المركزية إن أجاز القانون
channel-competent-authorities = السلطات المختصة
channel-contact-24-7 = جهة الاتصال الدائمة
channel-csirt = فريق الاستجابة للحوادث
channel-designated-authority = السلطة المعينة
channel-diplomatic = دبلوماسي
channel-diplomatic-if-required = دبلوماسي عند الاقتضاء
channel-direct-to-provider = مباشرة إلى المزوِّد
channel-direct-to-provider-establishment = مباشرة إلى مقر المزوِّد
channel-direct-to-provider-via-designated-authority = إلى المزوِّد عبر السلطة المعينة
channel-direct-to-registrar = مباشرة إلى أمين السجل
channel-electronic = إلكتروني
channel-interpol = قناة الإنتربول
channel-interpol-if-urgent = الإنتربول عند الاستعجال
channel-interpol-if-urgent-and-agreed = الإنتربول عند الاستعجال والاتفاق
channel-judicial-direct = بين السلطات القضائية
channel-judicial-direct-if-both-in-coe-182 = بين السلطات القضائية إن التزم الطرفان بالبروتوكول
channel-judicial-direct-if-urgent = بين السلطات القضائية عند الاستعجال
channel-liaison = ضابط الاتصال
channel-ministry-of-justice = وزارة العدل
channel-none-direct-access = وصول مباشر
channel-police = بين أجهزة الشرطة
channel-prosecutor-general = النيابة العامة
channel-via-us-authority = عبر سلطة في الولايات المتحدة
channel-voluntary-direct = مباشرة إن رضي المزوِّد
effect-consider = تنظر في
effect-discretionary = تقديري
effect-encouraged = مشجَّع
effect-endeavour = تسعى
effect-obligation = التزام
effect-obligation-to-us-authority = التزام تجاه سلطة أمريكية
effect-permission = إجازة
effect-political = سياسي
effect-request-only = طلب فقط
effect-voluntary = طوعي
dual-rule-not-required-except-art5 = غير مطلوبة إلا للتفتيش (المادة 5)
dual-rule-not-required-with-exceptions = غير مطلوبة مع استثناءات
dual-rule-not-stated = غير مذكور
dual-rule-only-for-coercive = للتدابير القسرية فقط
dual-rule-required-for-search-seizure = مطلوبة للتفتيش والضبط
dual-rule-required-for-search-warrants-etc = مطلوبة لأوامر التفتيش ونحوها
dual-rule-unspecified = غير محدد
dual-rule-via-coe-030-art5 = وفق اتفاقية 1959 (المادة 5)
dual-rule-via-bilateral = وفق المعاهدة الثنائية
electronic-advance-copy = نسخة مسبقة
electronic-original = يُعد أصلًا
electronic-not-accepted = غير مقبول
electronic-unknown = غير معروف
starts-electronic = الرسالة الإلكترونية
starts-paper = الورق
starts-registration = التسجيل هناك
starts-unknown = غير معروف
signature-simple = بسيط
signature-advanced = متقدم
signature-qualified = مؤهل
signature-wet = بخط اليد على الورق
signature-unknown = غير معروف
translation-none = غير لازمة
translation-plain = عادية
translation-certified = معتمدة
translation-unknown = غير معروف
legalisation-none = غير لازم
legalisation-apostille = أبوستيل
legalisation-chain = سلسلة تصديقات
legalisation-exempt = معفى
legalisation-unknown = غير معروف
standard-probable-cause = سبب محتمل
standard-reasonable-grounds = أسباب معقولة
direct-accepted = مقبولة
direct-notice = مقبولة مع إشعار السلطة
direct-consent = بموافقة الدولة فقط
direct-not-accepted = غير مقبولة
way-judicial = بين السلطات القضائية
way-central-authority = السلطة المركزية
way-diplomatic = دبلوماسي
way-interpol = قناة الإنتربول
way-contact-24-7 = جهة الاتصال الدائمة
law-direct-requests = طلبات إلى مزوديها دون سلطتها
law-channels = القنوات
law-holidays-until = مدرجة حتى { $year }
law-domestic-incomplete = ليست كل التدابير مدرجة: السكوت لا يعني «لا شيء».
certificate-certificate-of-foreign-records-3505 = شهادة سجلات أجنبية (18 USC 3505)
certificate-certificate-of-records-902-11 = شهادة سجلات (FRE 902(11))
certificate-certificate-s-63-4-parts-a-b = شهادة المادة 63(4)، الجزآن A وB
certificate-certificate-of-records = شهادة السجلات
weekday-1 = الاثنين
weekday-2 = الثلاثاء
weekday-3 = الأربعاء
weekday-4 = الخميس
weekday-5 = الجمعة
weekday-6 = السبت
weekday-7 = الأحد
authorised-police = الشرطة
authorised-prosecutor = النيابة
authorised-judge = قاضٍ
authorised-court = محكمة
authorised-central-authority = السلطة المركزية
