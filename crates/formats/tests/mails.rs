//! Files of mail: what they claim, and what is no mail.

use comity_formats::mail::{MailFault, read};

const MAIL: &str =
    "Received: from relay.example by mx.justice.xa.example; Mon, 23 Nov 2026 10:00:00 +0000\r
From: =?utf-8?q?Registry_of_Belmark?= <Registry@justice.xb.example>\r
To: central@justice.xa.example\r
Subject: Your XA-2026-00017, our REG 44/26\r
Date: Mon, 23 Nov 2026 11:00:00 +0100\r
Message-ID: <1@justice.xb.example>\r
MIME-Version: 1.0\r
Content-Type: multipart/mixed; boundary=b\r
\r
--b\r
Content-Type: text/plain; charset=utf-8\r
\r
The data is kept until 22 January 2027.\r
--b\r
Content-Type: application/pdf; name=\"answer.pdf\"\r
Content-Disposition: attachment; filename=\"answer.pdf\"\r
Content-Transfer-Encoding: base64\r
\r
JVBERi0=\r
--b--\r
";

#[test]
fn a_mail_says_who_it_claims_to_be_from_and_which_references_it_names() {
    let mail = read(MAIL.as_bytes()).expect("a mail");
    assert_eq!(mail.addresses(), ["registry@justice.xb.example"]);
    assert_eq!(mail.date, "2026-11-23T11:00:00+01:00");
    assert_eq!(mail.attachments.len(), 1);
    assert_eq!(mail.attachments[0].name, "answer.pdf");
    assert_eq!(mail.attachments[0].bytes, 5);
    let found = mail.references();
    assert!(found.contains(&"XA-2026-00017".to_owned()), "{found:?}");
    assert!(found.contains(&"44/26".to_owned()), "{found:?}");
    assert!(mail.text.contains("kept until"));
}

#[test]
fn what_is_no_mail_is_refused_and_no_bytes_upset_the_reader() {
    assert_eq!(read(b""), Err(MailFault::NotMail));
    assert_eq!(
        read(b"Subject: nobody\r\n\r\ntext"),
        Err(MailFault::NotMail)
    );
    assert_eq!(read(&[0; 4096]), Err(MailFault::NotMail));
    assert_eq!(
        read(&vec![b'x'; comity_formats::mail::FILE + 1]),
        Err(MailFault::TooLarge)
    );
    let hidden = MAIL.replace("Your", "Your\u{202e}\0");
    let mail = read(hidden.as_bytes()).expect("a mail");
    assert!(!mail.subject.contains(['\u{202e}', '\0']));
    for at in (0..MAIL.len()).step_by(7) {
        let _either = read(&MAIL.as_bytes()[..at]);
        let mut damaged = MAIL.as_bytes().to_vec();
        damaged[at] ^= 0x80;
        let _either = read(&damaged);
    }
}

#[test]
fn mails_inside_mails_inside_mails_end_somewhere() {
    let mut mail = MAIL.to_owned();
    for n in 0..200 {
        mail = format!(
            "From: a@b.example\r\nContent-Type: multipart/mixed; boundary=n{n}\r\n\r\n--n{n}\r\nContent-Type: message/rfc822\r\n\r\n{mail}\r\n--n{n}--\r\n"
        );
    }
    assert!(read(mail.as_bytes()).is_ok());
}
