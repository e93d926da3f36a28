## Beside the wire: letters that people carry, papers and calls that people register.

next-carry = 送出信函
next-compare = 确定以哪份文本为准
event-letter-written = 信函已拟就并获批准
event-letter-left = 信函已送出
event-paper-arrived = 经网络外途径收到
event-sender-confirmed = 发件方事后得到证实
event-paper-settled = 已确定以哪份文本为准
event-request-registered = 请求由人员登记
event-road-joined = 两条途径并入同一案卷
event-partner-entered = 已登记无节点的伙伴
error-sender-not-proven = 尚未证实请求方身份。可以保全数据，但不得移交。请拨打名录中的号码核实并登记。
done-to-carry = 已签署。对方没有节点：请送出信函，并登记送出方式。
channel-post = 邮寄
channel-courier = 快递
channel-hand = 面交
channel-email = 电子邮件
channel-network = 专用网络
channel-telephone = 电话
grade-key = 由密钥证实
grade-seal-and-channel = 由印章和已知渠道证实
grade-not-proven = 未证实
road-title = 信函和纸件
road-lede = 本请求在网络之外的往来。
road-none = 网络之外没有往来。
# $at: since when
road-waits = 自 { $at } 起等待
road-ready = 备好的文本
road-record = 登记送出方式
road-channel = 渠道
road-when = 时间（UTC）
road-when-hint = 年-月-日和时间：2026-11-24 14:30
road-tracking = 邮件号、邮袋号或网络编号
road-carrier = 送件人和备注
road-left = 发出
road-arrived = 收到
road-arrive = 登记本请求的来件
road-says = 内容
says-note = 仅归入案卷
says-again = 同一文本再次送达（纸件或其他途径）
says-checking = 对方已收到并在审查
says-question = 对方提出问题
says-accepted = 对方接受
says-kept = 数据已保全
says-produced = 对方移交数据
says-not-found = 对方没有数据
says-returned = 对方退回补充
says-refused = 对方拒绝
says-reply = 对方答复我方问题
says-completed = 对方补充退回的请求
says-withdrawn = 对方撤回请求
road-seen = 您核对的内容
road-seal = 已将印章和签名与存档样本比对
road-known = 来自本方名录中的渠道和地址
road-called = 已拨打名录中的号码并获确认
road-note = 文字说明：谈话内容或备注
road-scan = 扫描件、数据或邮件文件
road-scan-hint = 将封存并登记其 SHA-256。
road-dated = 文件日期
road-pages = 张数
road-shelf = 纸件存放处
road-ground = 拒绝理由
road-until = 截止日期
road-until-hint = 用于保全的数据和退回的请求：2026-11-24
road-their-number = 对方编号
road-further = 纸件及其不同之处
# $path: place in the text
road-as = 纸件上的 { $path }
road-register = 登记
road-confirm = 登记发件方证明
road-confirm-how = 何人、何时、何号码，或何样本
road-not-proven = 未经密钥证实：可以保全，不得移交。
road-call = 请拨打此号码，切勿拨打来件中的号码。
road-differs = 纸件内容不同
road-place = 位置
road-here = 此处文本
road-there = 纸件
road-governs-first = 以此处文本为准
road-governs-second = 以纸件为准
# $name: who checked
road-checked-by = 登记和核对：{ $name }
road-joined = 本案卷已并入经节点收到的案卷，请在那里继续。
# $at: when; $import: number of the import; $row: row of its file
road-taken = 于 { $at } 从旧登记簿转入，第 { $import } 次导入，第 { $row } 行。此前内容没有证明。
paper-note = 案卷材料
paper-confirmation = 同一文本再次送达
# $number: our or their number
letter-our-number = 我方编号：{ $number }
letter-your-number = 贵方编号：{ $number }
# $at: an instant
letter-until = 截至 { $at }
# $days: a number of days as text
letter-days = 延长天数：{ $days }
