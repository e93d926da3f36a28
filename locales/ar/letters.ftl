## The page on which a request becomes a letter.

letters-tab = الرسالة
letters-title = الطلب في شكل رسالة
letters-lede = ورقيًا أو بالبريد الإلكتروني أو عبر شبكة مغلقة. وتُقيَّد في السجل كل رسالة تُنشأ.
letters-language = لغة العناوين
letters-language-hint = يبقى النص المكتوب كما كُتب.
letters-format = الشكل
letters-format-pdf = PDF/A للطباعة والتوقيع والختم
letters-format-docx = DOCX لورق المكتب الرسمي
letters-format-text = نص بريد إلكتروني
letters-format-network = نص لشبكة مغلقة
letters-format-cover = مذكرة مرافقة للحقيبة الدبلوماسية، PDF/A
letters-copy = لمن
letters-copy-authority = سلطة: كل شيء
letters-copy-provider = مقدم خدمة: دون ما هو مخصص للسلطات فقط
letters-make = إنشاء الرسالة
letters-code = الرمز على كل صفحة
letters-code-hint = تُستدل به الصفحة الموقعة العائدة على هذا الملف: اكتبوه في البحث.
letters-unread = لم يراجع هذه العناوين بعدُ حقوقي من أبناء اللغة. ويقارنها شخص يعرف اللغة قبل التوقيع.
letters-hash = بصمة SHA-256 للنص
letters-not-made = لم تُنشأ الرسالة.
letters-failed = تعذر تنسيق الصفحة. هذا خلل في البرنامج: أبلغوا عنه بالرمز أدناه.
letters-not-built = بُني هذا البرنامج دون هذا الشكل. اختاروا شكلًا آخر.
letters-code-misread = قُرئ هذا الرمز خطأ.
letters-code-todo = قارنوه بالصفحة: اثنا عشر حرفًا ورقمًا في ثلاث مجموعات.
# $signs: characters without a font; $folder: where fonts are looked for
letters-no-font = لا يحتوي أي خط هنا على { $signs }. يضع المسؤول عن النظام ملف خط يتضمنها في { $folder }؛ وحتى ذلك الحين اختاروا DOCX أو النص.
# $length and $most: bytes
letters-too-long = يبلغ النص { $length } بايت ولا تتسع الرسالة لأكثر من { $most }. أرفقوا المواد الطويلة كملحق.
