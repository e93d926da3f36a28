## The page on which a request becomes a letter.

letters-tab = 函件
letters-title = 以函件形式提出请求
letters-lede = 可为纸质、电子邮件或封闭网络文本。每次生成函件均记入登记册。
letters-language = 标题语文
letters-language-hint = 正文保持原样。
letters-format = 形式
letters-format-pdf = PDF/A，供打印、签名和盖章
letters-format-docx = DOCX，供本机关公文纸使用
letters-format-text = 电子邮件文本
letters-format-network = 封闭网络文本
letters-format-cover = 外交邮袋转递函，PDF/A
letters-copy = 收件对象
letters-copy-authority = 机关：全部内容
letters-copy-provider = 服务提供者：不含仅供机关的内容
letters-make = 生成函件
letters-code = 每页查验码
letters-code-hint = 签名页返回后，凭此码可找到本案卷：请在搜索框输入。
letters-unread = 这些标题尚未经母语法律人员审阅。签署前由懂该语文的人员核对。
letters-hash = 文本的SHA-256
letters-not-made = 函件未生成。
letters-failed = 无法排版。这是程序缺陷：请附下方代码报告。
letters-not-built = 本程序未包含此形式。请选择其他形式。
letters-code-misread = 查验码读取有误。
letters-code-todo = 请与页面核对：三组共十二个字母和数字。
# $signs: characters without a font; $folder: where fonts are looked for
letters-no-font = 现有字体均不含{ $signs }。请管理员将包含这些字符的字体文件放入{ $folder }；在此之前请选用DOCX或文本。
# $length and $most: bytes
letters-too-long = 文本有{ $length }字节，函件最多容纳{ $most }字节。较长材料请作为附件。
