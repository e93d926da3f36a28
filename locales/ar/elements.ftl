## Elements of data that can be asked.

element-name = الاسم
element-postal-address = العنوان البريدي
element-birth-date = تاريخ الميلاد
element-contact-email = بريد الاتصال
element-contact-phone = هاتف الاتصال
element-billing = بيانات الفوترة
element-payment-instrument = وسيلة الدفع
element-service-type = نوع الخدمة
element-service-period = مدة الخدمة
element-registration-time = وقت التسجيل
element-registration-ip = عنوان IP عند التسجيل
element-last-login-ip = عنوان IP لآخر دخول
element-ip-assignment = من كان يستخدم العنوان وقتها
element-verification-data = بيانات التحقق
element-profile = الملف الشخصي
element-login-history = سجل الدخول
element-session-log = سجل الجلسات
element-cdr = سجلات المكالمات
element-message-headers = ترويسات الرسائل دون الموضوع
element-device-ids = معرّفات الأجهزة
element-linked-accounts = الحسابات المرتبطة
element-messages = الرسائل
element-mailbox = صندوق البريد
element-files = الملفات
element-photos = الصور
element-backups = النسخ الاحتياطية
