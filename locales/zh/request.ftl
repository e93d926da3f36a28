## The page of one request, triage, second signatures, deliveries, duty.

request-parts = 案卷各部分
request-tab-overview = 概览
request-tab-text = 请求文本
request-print = 打印案卷
request-stages = 本请求的阶段
request-clocks = 计时
# $time: now, with date and zone
request-now = 现在：{ $time }
request-items = 所请求的内容
request-items-caption = 请求的各部分及其状态
request-item-about = 对象
request-item-data = 数据
request-item-period = 期间
request-item-state = 状态
request-history = 已发生的事项
request-panels = 侧栏
request-basis = 法律依据
request-safeguards = 保障措施
request-safeguards-done = 已答复的保障措施
# $done of $all
count-of = { $done }/{ $all }
request-people = 人员
request-related = 相关案卷
request-more = 其他操作
text-lede = 与签署时一致。以原文为准。
triage-lede = 先看发送方的身份证明，再看请求内容。
triage-list = 新请求
triage-empty = 没有新请求。
# $span: how long ago
triage-last = 最近一项于{ $span }前到达。
triage-proof = 发送方
triage-whole = 打开完整请求
proof-proven = 发送方已核实
proof-not-proven = 发送方未核实
proof-signature = 发送节点的签名有效
proof-directory = 密钥列于该国自己的名录条目中
proof-officers = 已由该数据类别要求的人员签署
proof-sequence = 此消息之前没有缺失
approvals-lede = 自订户信息起，任何人不得单独发送或披露。请仔细阅读您所签署的内容。
approvals-empty = 没有等待第二人的事项。
approvals-bytes = 所签署的确切字节
approvals-sign = 作为第二人签署
approvals-password = 您的密码，用于打开演练密钥
approvals-native = 其中一项证明须来自经办人自己的机器：请运行
approvals-drafter = 此文本由您起草，须由另一人签署。
approvals-have = 已签署
approvals-need-person = 另一人
approvals-need-authority = 检察官、法官或机关负责人
approvals-purpose-send = 发送
approvals-purpose-release = 披露证据
approvals-purpose-refuse = 拒绝并说明理由
deliveries-lede = 无法送达的须人工处理，其余自动进行。
deliveries-dead = 需要人工处理
deliveries-none-dead = 没有需要人工处理的事项。
deliveries-waiting = 在途
deliveries-none-waiting = 全部已送达。
deliveries-to = 收件方：
# $n: attempts
deliveries-tries = { $n ->
   *[other] 已尝试{ $count }次
}
deliveries-since = 等待始于
deliveries-next = 下次尝试
delivery-queued = 排队中
delivery-dead = 未送达
duty-watch = 夜间值班
duty-quiet = 一切平静
duty-quiet-note = 没有紧急事项。再次打开此页可查看下一紧急事项。
duty-left = 确认收到的剩余时间
duty-acknowledge = 我来处理：确认收到
duty-ack-note = 确认表示您已阅读，并不表示同意披露。
duty-asks = 请求内容
duty-whole = 打开完整请求
duty-ladder = 如无人确认
duty-ladder-again = 再次拨打您的电话
duty-ladder-deputy = 致电副职
duty-ladder-head = 致电部门负责人
duty-ladder-partner = 通知对方
# $n: other open items
duty-rest = { $n ->
    [0] 没有其他未结事项。
   *[other] 其他{ $count }项可等到早晨处理。
}
people-owner = 我方
people-drafter = 起草人
people-them = 对方
people-telephone = 电话
people-hours = 时间
# $index: place in the log
history-entry = 条目{ $index }
request-reference = 编号
asks-why = 理由
