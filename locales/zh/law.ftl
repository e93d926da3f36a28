## The law browser: atlas, States, instruments, comparison, questions, the law of one request.

menu-know = 了解
menu-law = 法律依据
# The pages
law-pages = 法律页面
law-tab-atlas = 图览
law-tab-instruments = 条约与法规
law-tab-compare = 比较
law-tab-decide = 法律查询
law-tab-what-if = 若加入则变
# $day: the day to which facts were gathered; $hash: begin of the hash; $name: the name of the law data
law-foot = 法律数据“{ $name }”，截至{ $day }，哈希值{ $hash }。
law-not-advice = 并非法律意见：数据提出建议，由人作出决定。
# Words of facts
law-state = 国家
law-instrument = 条约或法规
law-measure = 措施
law-direction = 方向
law-on-day = 日期
law-on-day-hint = 2027-03-16。按当日的法律查询。
law-we-ask = 我方请求
law-they-ask = 对方请求
law-from = 请求方
law-to = 被请求方
law-addressee = 收件机关
law-data = 数据
law-no-data = 不请求数据
law-offence = 罪行
law-penalty = 最高刑期（月）
law-penalty-hint = 在请求国。不知则留空。
law-elements = 数据要素
law-elements-hint = 类别由要素推出，以最严者为准。
law-fact-emergency = 紧急情况
law-fact-group = 有组织犯罪集团
law-fact-border = 跨国性质
law-not-known = 不详
law-not-said = 未说明
law-none = 无
law-choose = 请选择
law-choose-listed = 请从列表中选择；日期写作2027-03-16，月数写整数。
# $field: the name of the field
law-field-wrong = 无法读取：{ $field }
# How sure a fact is
law-sure-high = 已核实
law-sure-medium = 部分核实
law-sure-low = 未核实
law-text-seen = 已读原文
law-partly-seen = 部分阅读
law-recalled = 凭记忆，未核实
law-invented = 为演练虚构
law-no-source-date = 来源无日期
law-unverified-short = 未核实
law-unverified = 此处有法律事实未经核实。
law-unverified-todo = 发出之前须由人确认。
law-facts-unverified = { $n ->
   *[other] 此处有{ $count }项事实未经核实。
}
# The atlas. $state: our State
law-atlas-lede = 我们可依何依据请求各国，各国又可依何依据请求我们？我国：{ $state }。每国一格，大小相同，不绘边界。
law-as-table = 以表格显示
law-same-table = 相同内容的表格
law-strongest = 最有力的依据
law-show = 显示
law-key = 图例
law-leaders = 主要依据：
law-picked = 所选国家
law-choose-tile = 请选择国家，查看依据、收件机关和要求。
law-this-is-us = 我国
law-other-way = 通过其他途径
law-states-count = { $n ->
   *[other] { $count }国
}
standing-own = 双边协定或联盟法令
standing-named = 载明该措施的条约
standing-general = 条约：限某些罪行，或采用相近措施
standing-courtesy = 无条约：互惠或其本国法
standing-nothing = 无记录
region-africa = 非洲
region-asia-pacific = 亚洲和太平洋
region-eastern-europe = 东欧
region-latin-america-caribbean = 拉丁美洲和加勒比
region-western-europe-others = 西欧及其他
region-others = 数据中的其他国家
region-exercise = 演练国家
law-send-to = 发送至
law-languages = 语言
law-keeps-data = 数据保存
law-days-most = { $n ->
   *[other] 最多{ $count }天
}
law-checked = 核查
law-profile = 概况
law-no-profile = 尚无概况
law-no-profile-long = 数据中尚无该国概况，由其主管机关自行编写。
# $state: a State
law-write-to = 致函：{ $state }
law-whole = 完整答复
law-would-change = 何者会改变此结果
# $instrument: a treaty; $state: a State that is not a party
law-could-join = { $instrument }，若对该国生效：{ $state }
law-without-treaty = { $n ->
   *[other] { $count }国只能在无条约情况下请求。
}
law-rows-unverified = { $n ->
   *[other] { $all }条缔约记录中有{ $count }条未完全核实。
}
law-list-them = 查看列表
law-col-standing = 依据
law-col-answer = 答复
law-col-leads = 主要条约
# The answer of the law in a few words
outcome-proceed = 可以请求
outcome-conditions = 可以请求，附条件
outcome-elsewhere = 通过其他途径
outcome-block = 不得进行
# One State
law-state-lede = 条约及其日期、保留和声明，该国的要求，以及每项事实的来源。
law-compare-us = 与我国并列
law-territory-of = 领土，负责国家：
law-they-want = 该国要求
law-offices = 机关
law-no-offices = 无机关记录，请通过外交途径询问。
law-notice = 向其提供者发令须通知
law-order-copy = 国内命令副本
law-after-emergency = 紧急情况后补正式请求
law-standard = 内容数据的证明标准
law-assurances = 保证
law-certificates = 法院所需证明
law-zone = 时区
law-working-week = 工作日
law-holidays = 节假日
law-no-rows = 无记录。
law-rows-caption = 缔约方、日期、保留与来源
law-col-status = 状态
law-col-since = 生效日
law-col-reservations = 保留与声明
law-col-source = 来源
law-party = 缔约方
law-signatory = 仅签署
law-ended = 已终止
law-day-unknown = 日期不详
law-not-bound = 不受约束
# $day: a date
law-until = 至{ $day }
law-reservation = 保留
law-declaration = 声明
law-notification = 通知
law-remark = 备注
law-all-read = 清单已全部阅读
law-reservations-unknown = 保留情况不详（不等于没有）
# $part, $state: parts of a State
law-only-part = 仅限：{ $part }
law-left-out = 不包括：{ $state }
law-covered = 包括：{ $state }
law-covered-from = 自{ $day }起包括：{ $state }
law-transmission = 请求须以何种方式送达方为有效
law-every-measure = 所有措施
law-way-electronic = 电子方式
law-way-starts = 计时起点
law-way-signature = 电子签名
law-way-translation = 翻译
law-way-legalisation = 认证
law-paper-within = { $n ->
   *[other] { $count }天内补寄纸质件
}
law-own-law = 该国对各项措施的国内法
law-own-offences = 该国对各项罪行的国内法
law-col-provision = 条款
law-col-by = 授权机关
law-col-narrower = 额外要件
law-col-most = 最高刑罚
law-months = { $n ->
   *[other] { $count }个月
}
law-territories = 其负责的领土
law-territory = 领土
# Instruments
law-instruments-lede = { $instruments }项条约与法规，{ $articles }项措施，其中{ $seen }项已读原文；{ $rows }条缔约与签署记录。
law-col-kind = 类型
law-col-parties = 缔约方
law-col-measures = 措施
law-col-sure = 可靠程度
law-if-joined = 若某国加入有何变化
law-about = 概要
law-sources = 事实来源
law-relation = 与其他条约的关系
law-measures-articles = 措施与条款
law-col-how = 方式与数据
law-col-limits = 时限与双重犯罪
law-col-conditions = 条件与拒绝理由
law-col-checked = 核查
law-article = 第{ $article }条
law-parties = 缔约方与签署方
law-parties-count = { $n ->
   *[other] { $count }个缔约方，{ $signed }个仅签署
}
law-reservable = 可保留的条款
law-declarable = 可声明的条款
law-offences-of = 所涉罪行
law-col-mode = 作用
law-col-article = 条款
law-not-in-force = 未生效
law-in-force-since = 自{ $day }起生效
law-in-force-from = 将于{ $day }生效
# Comparison. $from, $to: States
law-compare-title = 两国并列
law-compare-lede = 每项措施双向的答复，取最佳可行途径。
law-first-state = 第一国
law-second-state = 第二国
law-compare-go = 开始比较
law-compare-same = 请选择两个不同的国家：一国之内适用其本国法。
law-asks = { $from } → { $to }
law-and-more = 另有{ $count }项
# What changes if
law-what-if-title = 某国加入后有何变化
law-what-if-lede = 该国与所有其他国家之间的每个问题各问两次：加入前与加入后。只显示差异。
law-what-if-go = 查看变化
law-effect-summary = { $n ->
   *[other] { $count }项答复改变，涉及{ $partners }个伙伴国
}
# $count: how many questions
law-effect-asked = 各问两次的问题数：{ $count }。
law-effect-not-in-force = 该条约当日未生效。所示为生效后签署国之间的变化。
law-effect-already = 在本数据中该国已是缔约方。
law-changes = 答复将会不同之处
law-before = 之前
law-after = 之后
law-partners = 涉及国家
law-it-asks = 请求方：{ $state }
law-it-is-asked = 被请求方：{ $state }
law-cases-touched = 受影响的未结请求
law-no-cases-touched = 此处没有未结请求的答复会因此改变。
# Ask the law
law-decide-title = 查询法律
law-decide-lede = 谁在何日向谁请求什么：每项依据及其作用、每项排除及其理由、时限、拒绝理由和条件。
law-decide-go = 查询
law-decide-empty = 请填写问题；留空视为不详，绝不视为否。
law-question = 问题
# $measure, $data, $day
law-answer-for = { $measure } · { $data } · { $day }
law-explained = 文字说明
law-limits = 时限
law-from-event = 起算：
law-only-if = 仅当：
law-working-days-only = （工作日）
law-risks = 可能的拒绝理由
law-no-risks = 未列明拒绝理由。
law-closed = 封闭清单：仅限这些理由
law-open = 开放清单：法律可能另有规定
law-ordinary = 一般程序与保障
law-safeguards = 文本中的保障
law-hangs = 答复取决于此
law-excluded = 不构成依据者及理由
law-excluded-count = { $n ->
   *[other] { $count }项
}
law-excluded-show = 逐项列明理由
# $article: instrument and article
law-presumed = 双方均受{ $article }约束：可予推定，由人确认。
# The law of one request. $from, $to: States
law-case-lede = { $from } → { $to }：我方法律数据、对方法律数据及人工认定。
law-lacking = 文本尚不足以查询法律：
law-dual-title = 双重犯罪：依行为判断
law-settled-all = 各要件均已确认
law-charged = 指控：
law-conduct-not-name = 请比较行为，而非罪名。
law-other-type = 与该类型比较
law-elements-caption = 行为要件在两国法律中的比较
law-col-element = 要件
law-col-same = 是否相同？
law-asks-for-it = 有此要件
law-does-not-ask = 无此要件
law-not-on-file = 无该国法律记录：请阅读文本
# $text: what a law asks beyond the type
law-only-where = 仅当：{ $text }
law-not-yet = 尚未
same-yes = 是，相同
same-no = 否，不同
same-unclear = 无法判断
law-why = 理由（一句话）
law-record = 记录认定
law-record-note = 您的认定将连同姓名和时间记入登记册，其本身不作出决定。
law-ask-or-refuse = 询问，或附理由拒绝
law-articles-both = 对双方均有约束力的相关条款
law-our-answer = 我方法律数据
law-their-answer = 对方法律数据
law-agree = 双方一致
law-differ = 双方不同
law-not-in-ours = 我方数据不支持该依据
law-only-in-ours = 仅我方数据支持该依据
law-their-data = 对方所用数据：
law-same-data = 与我方相同
law-other-data = 与我方不同
law-facts-to-confirm = 待确认的法律事实
law-where-checked = 您在何处核实
law-confirm-facts = 确认所选项
event-law-conduct-compared = 已比较两国法律中的行为
event-law-facts-confirmed = 法律事实已由人确认
# Closed lists of the law data
role-of-measure = 措施
role-of-procedure = 程序
role-of-channel = 渠道
role-of-parallel = 亦可适用
role-of-fallback = 无条约
addressee-service-provider = 直接向提供者
addressee-central-authority = 中央机关
addressee-contact-24-7 = 全天候联络点
addressee-judicial-authority = 直接向法官或检察官
addressee-police = 警察
addressee-competent-authorities = 主管机关
addressee-registrar = 直接向注册机构
addressee-diplomatic = 外交途径
addressee-none-direct-access = 无：直接访问
addressee-fiu = 金融情报机构
addressee-cert = 应急响应组织
measure-mla-realtime-traffic = 实时收集流量数据
measure-mla-interception = 拦截内容
measure-direct-order = 对提供者的直接命令
measure-confiscation = 没收资产
measure-spontaneous-information = 主动提供信息
measure-transborder-consent = 经同意的跨境访问
measure-video-conference = 视频听证
measure-contact-24-7 = 全天候联络网
measure-extradition = 引渡
measure-mla-general = 其他司法协助
measure-mla-realtime = 实时收集
category-none = 无数据
tongue-ar = 阿拉伯文
tongue-en = 英文
tongue-es = 西班牙文
tongue-fr = 法文
tongue-ru = 俄文
tongue-zh = 中文
tongue-de = 德文
tongue-pt = 葡萄牙文
offence-mode-criminalises = 要求缔约方将其定为犯罪
offence-mode-covered-if-serious-crime = 作为严重犯罪涵盖：须满足刑罚、跨国和集团要件
offence-mode-evidence-only = 仅涵盖其电子证据
offence-mode-political = 呼吁合作，不具约束力
instrument-kind-multilateral = 多边
instrument-kind-protocol = 议定书
instrument-kind-regional = 区域性
instrument-kind-bilateral = 双边
instrument-kind-eu-act = 欧洲联盟法令
instrument-kind-executive-agreement = 行政协定
instrument-kind-soft-law = 无约束力
instrument-kind-unsc-resolution = 安全理事会决议
instrument-kind-national-law = 国内法
instrument-kind-fallback = 无条约时
instrument-fact-series = 系列
instrument-fact-depositary = 保存人
instrument-fact-adopted = 通过日期
instrument-fact-opened = 开放签署
instrument-fact-in-force = 生效日期
instrument-fact-applies-from = 适用日期
instrument-fact-entry-rule = 生效规则
instrument-fact-open-to = 开放对象
instrument-fact-status-note = 状况
instrument-fact-domestic-implementation = 国内实施
instrument-fact-territorial = 领土
instrument-fact-denunciation = 退出
instrument-fact-reservations-closed = 保留
instrument-fact-version-note = 版本
instrument-fact-scope-offences = 适用范围
instrument-fact-scope-penalty = 刑罚门槛
channel-by-agreement = 按约定
channel-by-other-treaty = 依另一条约
channel-central-authority = 中央机关
channel-central-authority-if-law-allows = 中央机关（法律允许时）
channel-competent-authorities = 主管机关
channel-contact-24-7 = 全天候联络点
channel-csirt = 事件响应团队
channel-designated-authority = 指定机关
channel-diplomatic = 外交途径
channel-diplomatic-if-required = 外交途径（如有要求）
channel-direct-to-provider = 直接向提供者
channel-direct-to-provider-establishment = 直接向提供者的营业机构
channel-direct-to-provider-via-designated-authority = 经指定机关向提供者
channel-direct-to-registrar = 直接向注册商
channel-electronic = 电子方式
channel-interpol = 国际刑警组织渠道
channel-interpol-if-urgent = 紧急时经国际刑警组织
channel-interpol-if-urgent-and-agreed = 紧急且约定时经国际刑警组织
channel-judicial-direct = 司法机关之间
channel-judicial-direct-if-both-in-coe-182 = 司法机关之间（双方均受议定书约束时）
channel-judicial-direct-if-urgent = 紧急时司法机关之间
channel-liaison = 联络官
channel-ministry-of-justice = 司法部
channel-none-direct-access = 直接访问
channel-police = 警察对警察
channel-prosecutor-general = 总检察长
channel-via-us-authority = 经美国主管机关
channel-voluntary-direct = 直接（提供者自愿时）
effect-consider = 应考虑
effect-discretionary = 可酌情
effect-encouraged = 鼓励
effect-endeavour = 应努力
effect-obligation = 义务
effect-obligation-to-us-authority = 对美国主管机关的义务
effect-permission = 允许
effect-political = 政治性
effect-request-only = 仅为请求
effect-voluntary = 自愿
dual-rule-not-required-except-art5 = 不要求，搜查除外（第5条）
dual-rule-not-required-with-exceptions = 不要求，但有例外
dual-rule-not-stated = 未说明
dual-rule-only-for-coercive = 仅对强制措施要求
dual-rule-required-for-search-seizure = 搜查扣押时要求
dual-rule-required-for-search-warrants-etc = 搜查令等要求
dual-rule-unspecified = 未规定
dual-rule-via-coe-030-art5 = 依1959年公约第5条
dual-rule-via-bilateral = 依双边条约
electronic-advance-copy = 作为预先副本
electronic-original = 视为原件
electronic-not-accepted = 不接受
starts-electronic = 电子信息
starts-paper = 纸质件
starts-registration = 对方登记
signature-simple = 普通
signature-advanced = 高级
signature-qualified = 合格
signature-wet = 纸上手签
translation-none = 不需要
translation-plain = 普通译文
translation-certified = 经认证
legalisation-none = 不需要
legalisation-apostille = 附加证明书
legalisation-chain = 连锁认证
legalisation-exempt = 免除
standard-probable-cause = 合理根据
standard-reasonable-grounds = 合理理由
certificate-certificate-of-records = 记录证明
weekday-1 = 星期一
weekday-2 = 星期二
weekday-3 = 星期三
weekday-4 = 星期四
weekday-5 = 星期五
weekday-6 = 星期六
weekday-7 = 星期日
authorised-police = 警察
authorised-prosecutor = 检察官
authorised-judge = 法官
authorised-court = 法院
authorised-central-authority = 中央机关
