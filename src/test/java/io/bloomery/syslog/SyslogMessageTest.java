package io.bloomery.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SyslogMessageTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // RFC 5424 section 6.5
        "<34>1 2003-10-11T22:14:15.003Z mymachine.example.com su - ID47 - 'su root' failed | 34 |"
            + " su || 'su root' failed",
        "<165>1 2003-08-24T05:14:15.000003-07:00 192.0.2.1 myproc 8710 - - %% It's time. | 165 |"
            + " myproc | 8710 | %% It's time.",
        "<165>1 2003-10-11T22:14:15.003Z h ev - ID47 [a@32473 iut=\"3\" e=\"\\]x\"][b@1 c=\"d\"] An"
            + " application | 165 | ev || An application",
        "<0>1 - - - - - - | 0 |||",
        // RFC 3164 section 5.4
        "<34>Oct 11 22:14:15 mymachine su: 'su root' failed for lonvick on /dev/pts/8 | 34 | su ||"
            + " 'su root' failed for lonvick on /dev/pts/8",
        "<13>Feb  5 17:32:18 10.0.0.99 Use the BFG! | 13 ||| 10.0.0.99 Use the BFG!",
        "<6>Nov  5 17:32:18 pc-7 kernel: [    1.5] eth0: up | 6 | kernel || [    1.5] eth0: up",
        "<30>Nov 25 17:32:18 cron[12]: no host | 30 | cron | 12 | no host",
        "Use the BFG! | 13 ||| Use the BFG!",
        // Neither.
        "<192>out of range | 13 ||| <192>out of range",
        "<007>zeros before | 13 ||| <007>zeros before",
        "<34>1 2003-10-11T22:14:15.003Z h su - ID47 [broken=\" text | 34 ||| 1"
            + " 2003-10-11T22:14:15.003Z h su - ID47 [broken=\" text",
        "<34> | 34 |||",
      })
  void isReadInEitherForm(String sent, int priority, String app, String process, String text) {
    SyslogMessage message = SyslogMessage.of(sent.getBytes(StandardCharsets.UTF_8));
    assertThat(message.priority()).isEqualTo(priority);
    assertThat(message.app()).isEqualTo(app == null ? "" : app);
    assertThat(message.process()).isEqualTo(process == null ? "" : process);
    assertThat(message.text()).isEqualTo(text == null ? "" : text);
  }

  @Test
  void structuredDataAndTimeAreKeptAsTheyWereSent() {
    SyslogMessage message =
        SyslogMessage.of(
            "<14>1 2003-10-11T22:14:15.003Z h a 1 m [x@1 y=\"\\\"z]\"] \uFEFFGr\u00fc\u00dfe\n"
                .getBytes(StandardCharsets.UTF_8));
    assertThat(message.sent()).isEqualTo("2003-10-11T22:14:15.003Z");
    assertThat(message.data()).isEqualTo("[x@1 y=\"\\\"z]\"]");
    assertThat(message.text()).isEqualTo("Gr\u00fc\u00dfe");
  }

  @Test
  void whatCouldHarmATerminalIsNamed() {
    byte[] bytes =
        "<13>\u001b]0;title\u0007\u009b2J \u202etxt\r\nnew\tline\u2028 \u0000x"
            .getBytes(StandardCharsets.UTF_8);
    assertThat(SyslogMessage.of(bytes).text())
        .isEqualTo("\\x1b]0;title\\x07\\x9b2J \\u{202e}txt\\x0d\\x0anew line\\u{2028} \\x00x");
    assertThat(SyslogMessage.of(new byte[] {'a', (byte) 0xff, (byte) 0xc3, 'b'}).text())
        .isEqualTo("a\ufffd\ufffdb");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 100_000})
  void framesAreFoundHoweverTheStreamIsCut(int piece) {
    String longest = "<13>" + "x".repeat(Frames.LONGEST - 4);
    String stream =
        "<13>one\n5 <13>2\n\n\r\n8 <13>a\nbc<13>three\0"
            + ("9000 " + longest + "y".repeat(9000 - Frames.LONGEST))
            + (longest + "z".repeat(50_000) + "\n")
            + (longest + "\n")
            + "12345678 no count\n1x\n13 <13>thirteen!<13>last";
    List<String> found = new ArrayList<>();
    Frames frames =
        new Frames(
            (message, cut) -> {
              byte[] bytes = new byte[message.remaining()];
              message.get(bytes);
              found.add(new String(bytes, StandardCharsets.US_ASCII) + (cut ? "…" : ""));
            });
    byte[] bytes = stream.getBytes(StandardCharsets.US_ASCII);
    for (int at = 0; at < bytes.length; at += piece) {
      frames.take(ByteBuffer.wrap(bytes, at, Math.min(piece, bytes.length - at)));
    }
    frames.end();
    assertThat(found)
        .containsExactly(
            "<13>one",
            "<13>2",
            "<13>a\nbc",
            "<13>three",
            longest + "…",
            longest + "…",
            longest,
            "12345678 no count",
            "1x",
            "<13>thirteen!",
            "<13>last");
  }
}
