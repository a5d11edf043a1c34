package io.bloomery.power;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

/** Defaults are pinned, and what cannot be meant stops the start. */
class PowerSettingsTest {
  private final ApplicationContextRunner runner =
      new ApplicationContextRunner().withUserConfiguration(Parts.class);

  @Test
  void hasTheseDefaults() {
    runner.run(
        context ->
            assertThat(settings(context))
                .containsOnly(
                    Map.entry("PowerSettings", "PowerSettings[readBack=PT30S]"),
                    Map.entry("IpmiSettings", "IpmiSettings[answer=PT15S, keepSession=PT20S]"),
                    Map.entry(
                        "SimulatedSettings",
                        "SimulatedSettings[endpoint=, answer=PT0.5S, tries=4]"),
                    Map.entry(
                        "LibvirtSettings",
                        "LibvirtSettings[hosts=[], answer=PT20S, trustOnFirstUse=false]"),
                    Map.entry(
                        "RedfishSettings", "RedfishSettings[answer=PT20S, trustOnFirstUse=true]"),
                    Map.entry(
                        "WebhookSettings",
                        "WebhookSettings[answer=PT10S, trustOnFirstUse=true, inside=[]]")));
  }

  @Test
  void readsEachSetting() {
    runner
        .withPropertyValues(
            "bloomery.power.read-back=5s",
            "bloomery.power.simulated.endpoint=127.0.0.1:6230",
            "bloomery.power.simulated.answer=100ms",
            "bloomery.power.simulated.tries=2",
            "bloomery.power.libvirt.hosts=qemu:///system,qemu+ssh://root@vm1/system",
            "bloomery.power.libvirt.answer=3s",
            "bloomery.power.libvirt.trust-on-first-use=true",
            "bloomery.power.ipmi.answer=6s",
            "bloomery.power.ipmi.keep-session=7s",
            "bloomery.power.redfish.answer=4s",
            "bloomery.power.redfish.trust-on-first-use=false",
            "bloomery.power.webhook.answer=2s",
            "bloomery.power.webhook.trust-on-first-use=false",
            "bloomery.power.webhook.inside=hub")
        .run(
            context ->
                assertThat(settings(context))
                    .containsOnly(
                        Map.entry("PowerSettings", "PowerSettings[readBack=PT5S]"),
                        Map.entry("IpmiSettings", "IpmiSettings[answer=PT6S, keepSession=PT7S]"),
                        Map.entry(
                            "SimulatedSettings",
                            "SimulatedSettings[endpoint=127.0.0.1:6230, answer=PT0.1S, tries=2]"),
                        Map.entry(
                            "LibvirtSettings",
                            "LibvirtSettings[hosts=[qemu:///system, qemu+ssh://root@vm1/system],"
                                + " answer=PT3S, trustOnFirstUse=true]"),
                        Map.entry(
                            "RedfishSettings",
                            "RedfishSettings[answer=PT4S, trustOnFirstUse=false]"),
                        Map.entry(
                            "WebhookSettings",
                            "WebhookSettings[answer=PT2S, trustOnFirstUse=false, inside=[hub]]")));
  }

  @Test
  void refusesWhatCannotBeMeant() {
    for (String wrong :
        new String[] {
          "bloomery.power.read-back=0s",
          "bloomery.power.simulated.endpoint=nowhere",
          "bloomery.power.simulated.tries=0",
          "bloomery.power.libvirt.hosts=qemu+ssh://root@vm1/system?no_verify=1",
          "bloomery.power.libvirt.answer=1ms",
          "bloomery.power.redfish.answer=1ms",
          "bloomery.power.webhook.answer=1ms"
        }) {
      runner
          .withPropertyValues(wrong)
          .run(
              context ->
                  assertThat(context)
                      .as(wrong)
                      .getFailure()
                      .rootCause()
                      .hasMessageContaining("(expected: "));
    }
  }

  private static Map<String, String> settings(ApplicationContext context) {
    return context.getBeansOfType(Record.class).values().stream()
        .collect(Collectors.toMap(it -> it.getClass().getSimpleName(), Object::toString));
  }

  @EnableConfigurationProperties
  @ConfigurationPropertiesScan("io.bloomery.power")
  static class Parts {}
}
