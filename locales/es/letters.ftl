## The page on which a request becomes a letter.

letters-tab = Carta
letters-title = La solicitud en forma de carta
letters-lede = En papel, por correo electrónico o por una red cerrada. Cada carta generada se anota en el registro.
letters-language = Idioma de los epígrafes
letters-language-hint = Lo redactado queda como se escribió.
letters-format = Forma
letters-format-pdf = PDF/A, para imprimir, firmar y sellar
letters-format-docx = DOCX, para el papel de la oficina
letters-format-text = Texto de un correo electrónico
letters-format-network = Texto para una red cerrada
letters-format-cover = Nota para la valija diplomática, PDF/A
letters-copy = Para quién
letters-copy-authority = Una autoridad: todo
letters-copy-provider = Un proveedor de servicios: sin lo reservado a las autoridades
letters-make = Generar la carta
letters-code = Código en cada página
letters-code-hint = Una página firmada que vuelve halla este expediente por él: escríbalo en la búsqueda.
letters-unread = Ningún jurista nativo ha revisado aún estos epígrafes. Una persona que conozca el idioma los compara antes de firmar.
letters-hash = SHA-256 del texto
letters-not-made = La carta no se ha generado.
letters-failed = No se pudo componer la página. Es un fallo del programa: comuníquelo con el código de abajo.
letters-not-built = Este programa se compiló sin esta forma. Elija otra.
letters-code-misread = Este código se leyó mal.
letters-code-todo = Compárelo con la página: doce letras y cifras en tres grupos.
# $signs: characters without a font; $folder: where fonts are looked for
letters-no-font = Ninguna fuente instalada tiene { $signs }. El administrador coloca un archivo de fuente que los tenga en { $folder }; mientras tanto, use DOCX o texto.
# $length and $most: bytes
letters-too-long = El texto tiene { $length } bytes y una carta admite como máximo { $most }. Adjunte el material extenso como anexo.
