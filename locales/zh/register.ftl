## The register: arrivals, partners without a node, taking over and handing out the book.

menu-register = 登记簿
register-title = 登记簿
register-lede = 网络之外的往来，以及全部请求的登记簿。
register-carry = 待送出
register-carry-none = 没有待送出的信函。
register-come = 收到来件
register-come-lede = 纸质请求、邮件或电话立卷，有编号、检查和期限。答复在其案卷的“信函和纸件”中登记。
register-arrival = 登记收到的请求
register-mail = 读取邮件文件
register-book = 登记册
register-book-lede = 转入旧登记簿，或导出全部内容。导出的文件无需本程序即可打开。
register-import = 转入登记簿
register-csv = 导出为表格
register-jsonl = 导出全部供程序使用
register-taken = 已转入的登记簿
register-taken-none = 暂无。
register-partners = 无节点的伙伴
partner-add = 登记或修改伙伴
partner-lede = 列入名录后，对其请求照常撰写、检查和计时，并以信函送出。
partner-node = 名录名称
partner-node-hint = 国家、机构、部门：XC/justice/central
partner-name = 机关名称
partner-kind = 性质
partner-kind-authority = 主管机关
partner-kind-contact-point = 全天候联络点
partner-kind-provider = 服务提供者
partner-kind-cert = 应急响应组
partner-kind-fiu = 金融情报机构
partner-usual = 常用途径
partner-languages = 接受的语言
partner-languages-hint = 用逗号分隔的代码：en，fr
partner-save = 保存
partner-note = 没有密钥的地址不能证明任何事。请从该国本身获取，而非来自邮件。
partner-signed = 由其本国签署
partner-none = 暂无。
arrival-lede = 来自纸件、邮件或电话：之后的检查将一次列出所有缺项。
arrival-from = 来自
arrival-kind = 请求种类
arrival-reference = 对方案号
arrival-urgency = 紧急程度
arrival-says = 来函内容
arrival-offence = 罪名
arrival-provision = 所引条款
arrival-facts = 事实
arrival-selector = 所指对象类型
arrival-value = 原文写法
arrival-category = 所请求的数据
arrival-period-from = 起始日
arrival-period-to = 截止日
arrival-note = 如已有此编号的请求，纸件将并入其案卷。
mail-lede = 将邮件另存为文件（.eml）并选择。邮件头和附件会保留，但内容不予采信。
mail-file = 邮件文件
mail-file-hint = 最大 32 MiB
mail-read = 读取
mail-claims = 邮件所称
mail-claims-lede = 这些都可能是伪造的。
mail-from = 发件人
mail-reply-to = 回复地址
mail-to = 收件人
mail-subject = 主题
mail-date = 日期
mail-hops = 经由
mail-attached = 附件
mail-text = 正文
mail-belongs = 可能属于
mail-belongs-none = 没有案卷的编号在邮件中出现。
mail-new-request = 登记为新请求
mail-call = 回拨核实
# $name: an office of the directory
mail-listed = 名录中此地址属于：{ $name }。请拨打下面的号码，而非邮件中的号码。
mail-unlisted = 名录中没有此地址。
import-lede = CSV、XLSX 或 ODS，列名不限。您查看之前不会转入任何内容。
import-file = 登记簿文件
import-file-hint = 最大 64 MiB、300000 行；第一行为列名
import-look = 预览
import-look-note = 文件在内存中保留一小时，不会写入磁盘。
import-text = 文本编码
import-text-lede = 请选择使下列各行可读的方式。
import-chosen = 已选
import-tab = 制表符
# $mark: the mark between columns
import-between = 列间符号：{ $mark }
import-first-rows = 前几行
# $sound, $faulty: counts as text
import-sound = 前几行中，正确：{ $sound }，有误：{ $faulty }
# $row, $column, $cell, $flaw: where a fault is, and which
import-fault = 第 { $row } 行，{ $column }：{ $flaw }（{ $cell }）
flaw-missing = 缺失
flaw-state = 无此国家
flaw-kind = 无此种类
flaw-direction = 既非收到也非发出
flaw-date = 按此顺序不是日期
flaw-status = 无此状态
flaw-formula = 公式，请填其数值
flaw-too-long = 过长
flaw-control = 含隐藏字符
flaw-error = 表格自身报错
column-our-ref = 我方编号
column-their-ref = 对方编号
column-direction = 收发方向
column-state = 国家
column-authority = 机关
column-kind = 种类
column-offence = 罪名
column-date = 日期
column-channel = 渠道
column-basis = 法律依据
column-status = 状态
column-status-date = 状态日期
column-due = 期限
column-officer = 承办人
column-note = 备注
order-dmy = 日、月、年
order-mdy = 月、日、年
order-ymd = 年、月、日
import-columns = 各列含义
import-columns-lede = 根据列名建议，请更正错误。其他列作为备注保留。
import-as-note = 作为备注保留
# $cell: an example
import-example = 例如：{ $cell }
# $column: a date column
import-order = 日期顺序：{ $column }
# $fits: cells that read, $all: of how many
import-fits = { $all } 个中有 { $fits } 个按此为日期：
import-direction = 未注明方向的行视为
import-kind = 未注明种类的行视为
import-aside-rows = 另行存放
import-run = 转入
import-run-note = 同一行重复不会增加；在有人处理案卷之前可以全部撤销。
import-running = 正在转入
# $count: rows so far
import-progress = 已处理行数：{ $count }
# $number: of the import
import-title = 第 { $number } 次导入
import-done = 转入结果
# $added, $already, $aside: counts as text
import-counts = 新立案卷：{ $added } · 已有：{ $already } · 另存：{ $aside }
# $at: when
import-no-proof = { $at } 之前的内容没有证明。
import-aside-file = 另存的行及原因
import-undo = 撤销本次导入
import-undo-note = 已有人处理的案卷将保留。
import-was-undone = 已撤销
# $at: when, $kept: files that stayed
import-undone-at = 于 { $at } 撤销。因已有人处理而保留的案卷：{ $kept }
import-due = 旧登记簿中的期限
import-due-lede = 须由人员确认后才开始计时。
# $number: of the file, $day: when due
import-due-confirm = 让 { $number } 计时至 { $day }
event-register-imported = 已转入旧登记簿
event-register-undone = 导入已撤销
event-register-handed-out = 登记簿已导出
event-file-taken-over = 从旧登记簿转入，此前没有证明
event-file-given-back = 导入已撤销，案卷已清空
event-due-confirmed = 期限由人员确认
