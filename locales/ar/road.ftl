## Beside the wire: letters that people carry, papers and calls that people register.

next-carry = حمل الرسالة
next-compare = تحديد النص المعتمد
event-letter-written = كُتبت الرسالة وأُقرّت
event-letter-left = خرجت الرسالة
event-paper-arrived = ورد خارج الشبكة
event-sender-confirmed = ثبتت هوية المرسل لاحقًا
event-paper-settled = حُدِّد النص المعتمد
event-request-registered = سجّل موظف الطلب
event-road-joined = جُمع طريقان في ملف واحد
event-partner-entered = أُدخل شريك بلا عقدة
error-sender-not-proven = لم تثبت هوية الطالب. يجوز حفظ البيانات ولا يجوز تسليم شيء منها. اتصلوا بالرقم الوارد في الدليل وسجّلوا ذلك.
done-to-carry = وُقّع. ليس للشريك عقدة: احملوا الرسالة ثم سجّلوا كيف خرجت.
channel-post = البريد
channel-courier = بريد سريع
channel-hand = باليد
channel-email = البريد الإلكتروني
channel-network = شبكة مغلقة
channel-telephone = الهاتف
grade-key = مثبت بالمفتاح
grade-seal-and-channel = بالختم وبقناة معروفة
grade-not-proven = غير مثبت
road-title = الرسائل والأوراق
road-lede = ما خرج أو ورد بشأن هذا الطلب خارج الشبكة.
road-none = لم يخرج ولم يرد شيء خارج الشبكة.
# $at: since when
road-waits = في الانتظار منذ { $at }
road-ready = النص الجاهز
road-record = تسجيل كيفية الخروج
road-channel = القناة
road-when = التوقيت العالمي
road-when-hint = السنة-الشهر-اليوم والوقت: 2026-11-24 14:30
road-tracking = رقم التتبع أو رقم الحقيبة أو المرجع في الشبكة
road-carrier = من حملها، وملاحظات
road-left = صادر
road-arrived = وارد
road-arrive = تسجيل ما ورد بشأن هذا الطلب
road-says = ما مضمونه
says-note = يخص الملف لا أكثر
says-again = النص نفسه مرة أخرى، ورقيًا أو بطريق آخر
says-checking = وصلهم وهم يفحصونه
says-question = يطرحون سؤالًا
says-accepted = يقبلونه
says-kept = البيانات محفوظة
says-produced = يسلّمون البيانات
says-not-found = لا يوجد لديهم شيء
says-returned = يعيدونه لاستكماله
says-refused = يرفضونه
says-reply = يجيبون عن سؤالنا
says-completed = يستكملون ما أعدناه
says-withdrawn = يسحبون الطلب
road-seen = ما شاهدتموه
road-seal = قارنتُ الختم والتوقيع بالنماذج المحفوظة
road-known = ورد بقناة ومن عنوان مدرجين في دليلنا
road-called = اتصلتُ بالرقم الوارد في الدليل فأكدوه
road-note = بالكلمات: ما قيل، أو ملاحظات
road-scan = صورة ممسوحة أو بيانات أو ملف بريد
road-scan-hint = يُختم وتُسجّل بصمته SHA-256.
road-dated = التاريخ المدوّن عليه
road-pages = عدد الأوراق
road-shelf = مكان حفظ الورقة
road-ground = السبب عند الرفض
road-until = حتى متى
road-until-hint = للبيانات المحفوظة ولما أعادوه: 2026-11-24
road-their-number = رقمهم
road-further = الورق وما يختلف فيه
# $path: place in the text
road-as = في الورقة، عند { $path }
road-register = تسجيل
road-confirm = تسجيل إثبات المرسل
road-confirm-how = من أجابكم ومتى وعلى أي رقم، أو أي نموذج
road-not-proven = غير مثبت بالمفتاح: يجوز حفظ البيانات ولا يجوز تسليمها.
road-call = اتصلوا بهذا الرقم لا برقم ورد في الرسالة.
road-differs = الورقة تقول غير ذلك
road-place = الموضع
road-here = في النص هنا
road-there = في الورقة
road-governs-first = النص الموجود هنا هو المعتمد
road-governs-second = الورقة هي المعتمدة
# $name: who checked
road-checked-by = سجّله وتحقق منه { $name }
road-joined = ضُمّ هذا الملف إلى ملف وصل عبر عقدة؛ تابعوا هناك.
# $at: when; $import: number of the import; $row: row of its file
road-taken = نُقل من سجل سابق في { $at }، النقل { $import }، الصف { $row }. لا إثبات لما قبل ذلك.
paper-note = يخص الملف
paper-confirmation = النص نفسه مرة أخرى
# $number: our or their number
letter-our-number = رقمنا: { $number }
letter-your-number = رقمكم: { $number }
# $at: an instant
letter-until = حتى { $at }
# $days: a number of days as text
letter-days = مدة إضافية بالأيام: { $days }
