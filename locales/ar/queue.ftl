## The queue and its deadline rail.

queue-title = قائمة العمل
# $n: late acknowledgements and decisions; $count: $n as text
queue-late = { $n ->
    [zero] لا مهل متأخرة.
    [one] فاتت مهلة واحدة.
    [two] فاتت مهلتان.
    [few] فاتت { $count } مهل.
    [many] فاتت { $count } مهلة.
   *[other] فاتت { $count } مهلة.
}
queue-soon = { $n ->
    [zero] لا مهل خلال أربع ساعات.
    [one] مهلة واحدة خلال أربع ساعات.
    [two] مهلتان خلال أربع ساعات.
    [few] { $count } مهل خلال أربع ساعات.
    [many] { $count } مهلة خلال أربع ساعات.
   *[other] { $count } مهلة خلال أربع ساعات.
}
queue-calm = لا شيء متأخر ولا مهل خلال أربع ساعات.
queue-empty = { $n ->
    [zero] لا شيء ينتظركم.
    [one] لا شيء ينتظركم. طلب واحد بانتظار الآخرين.
    [two] لا شيء ينتظركم. طلبان بانتظار الآخرين.
    [few] لا شيء ينتظركم. { $count } طلبات بانتظار الآخرين.
    [many] لا شيء ينتظركم. { $count } طلبًا بانتظار الآخرين.
   *[other] لا شيء ينتظركم. { $count } طلب بانتظار الآخرين.
}
queue-views = العروض المحفوظة
queue-view-mine = مكتبي
queue-view-nobody = غير مُسند
queue-view-waiting = بانتظار الآخرين
queue-view-emergencies = حالات الطوارئ
queue-view-all = كل المفتوح
queue-view-closed = المغلقة
# $text: what was searched for
queue-search = نتائج البحث عن «{ $text }».
queue-search-clear = العودة إلى مكتبي
queue-no-match = لا يوجد تطابق فيما يمكنكم الاطلاع عليه.
queue-caption = الطلبات مرتبة حسب المهلة
queue-col-due = المهلة
queue-col-request = الطلب
queue-col-between = بين
queue-col-stage = المرحلة
queue-col-basis = الأساس القانوني
queue-col-owner = المسؤول
queue-col-next = الخطوة التالية
queue-group-overdue = متأخر
queue-group-four-hours = خلال أربع ساعات
queue-group-two-days = خلال ثمان وأربعين ساعة
queue-group-later = لاحقًا
queue-group-no-clock = لا مهلة جارية
queue-no-due = لا مهلة
queue-nobody = غير مُسند
queue-they-answer = بانتظار ردهم
queue-more = عرض المزيد
# $state: where the reader's office is
queue-times = تُعرض الأوقات بالتوقيت العالمي أولًا ثم بالتوقيت المحلي. هنا: { $state }.
rail-title = المهل القادمة
rail-key-late = متأخر
rail-key-soon = لديكم قريبًا
rail-key-yours = لديكم
rail-key-waiting = بانتظار الآخرين
rail-now = الآن
# $state: where the reader's office is
rail-night = الليل: { $state }
rail-spoken = المهل خلال اليومين القادمين. يعرض الجدول أدناه الطلبات نفسها بالترتيب نفسه.
provider-inbox = الطلبات الموجهة إلينا
