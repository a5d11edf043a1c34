package io.bloomery.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class DomainXmlTest {
  private static final Path DIRECTORY = Path.of("/lab");

  @Test
  void bootsFromTheNetworkBeforeTheDisk() throws Exception {
    Document domain = parse(machine(0), new DomainXml.Boot.FromNetwork(), false);

    assertThat(attributes(domain, "boot", "dev")).containsExactly("network", "hd");
    assertThat(domain.getDocumentElement().getAttribute("type")).isEqualTo("qemu");
    assertThat(attributes(domain, "mac", "address")).containsExactly("52:54:00:17:17:10");
  }

  @Test
  void carriesTheMarkThatCleanUpLooksFor() throws Exception {
    Document domain = parse(machine(3), new DomainXml.Boot.FromNetwork(), false);

    NodeList marks = domain.getElementsByTagNameNS(DomainXml.MARK, "machine");
    assertThat(marks.getLength()).isEqualTo(1);
    assertThat(((Element) marks.item(0)).getAttribute("name")).isEqualTo("node3");
  }

  @Test
  void makesEverySecondMachineUefiWithoutSecureBoot() throws Exception {
    Document bios = parse(machine(0), new DomainXml.Boot.FromNetwork(), false);
    Document uefi = parse(machine(1), new DomainXml.Boot.FromNetwork(), false);

    assertThat(attributes(bios, "os", "firmware")).containsExactly("");
    assertThat(attributes(uefi, "os", "firmware")).containsExactly("efi");
    assertThat(attributes(uefi, "feature", "enabled")).containsExactly("no");
  }

  @Test
  void usesTheHostsProcessorOnlyWithKvm() throws Exception {
    Document domain = parse(machine(0), new DomainXml.Boot.FromNetwork(), true);

    assertThat(domain.getDocumentElement().getAttribute("type")).isEqualTo("kvm");
    assertThat(attributes(domain, "cpu", "mode")).containsExactly("host-passthrough");
  }

  @Test
  void putsFurtherDisksBesideTheMachinesOwn() throws Exception {
    DomainXml.Boot boot = new DomainXml.Boot.FromDisk(List.of(Path.of("/lab/seed")));

    assertThat(attributes(parse(machine(0).twin(DIRECTORY), boot, false), "target", "dev"))
        .contains("vda", "vdb");
  }

  private static LabMachine machine(int number) {
    return LabMachine.numbered(number, DIRECTORY);
  }

  private static Document parse(LabMachine machine, DomainXml.Boot boot, boolean kvm)
      throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    return factory
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(DomainXml.of(machine, boot, kvm))));
  }

  private static List<String> attributes(Document document, String element, String attribute) {
    NodeList found = document.getElementsByTagName(element);
    return java.util.stream.IntStream.range(0, found.getLength())
        .mapToObj(i -> ((Element) found.item(i)).getAttribute(attribute))
        .toList();
  }
}
