package io.bloomery.power.redfish;

import java.util.List;
import java.util.stream.Collectors;

/** What {@link RedfishEmulator} says, as the DMTF's schemas want it. */
final class RedfishResources {
  private RedfishResources() {}

  static String root(boolean sessions) {
    return """
    {"@odata.id": "/redfish/v1/", "@odata.type": "#ServiceRoot.v1_5_0.ServiceRoot",
     "Id": "RootService", "Name": "Root Service", "RedfishVersion": "1.6.0",
     "UUID": "92384634-2938-2342-8820-489239905423",
     "Systems": {"@odata.id": "/redfish/v1/Systems"}%s}
    """
        .formatted(
            sessions
                ? """
                , "SessionService": {"@odata.id": "/redfish/v1/SessionService"},
                "Links": {"Sessions": {"@odata.id": "/redfish/v1/SessionService/Sessions"}}
                """
                : "");
  }

  static String sessionService() {
    return """
    {"@odata.id": "/redfish/v1/SessionService", "Id": "SessionService", "Name": "Sessions",
     "@odata.type": "#SessionService.v1_1_6.SessionService", "ServiceEnabled": true,
     "SessionTimeout": 30,
     "Sessions": {"@odata.id": "/redfish/v1/SessionService/Sessions"}}
    """;
  }

  static String session(String id) {
    return """
    {"@odata.id": "/redfish/v1/SessionService/Sessions/%s", "Id": "%s", "Name": "Session",
     "@odata.type": "#Session.v1_3_0.Session", "UserName": "admin"}
    """
        .formatted(id, id);
  }

  static String systems(List<String> ids) {
    String members =
        ids.stream()
            .map("{\"@odata.id\": \"/redfish/v1/Systems/%s\"}"::formatted)
            .collect(Collectors.joining(", "));
    return """
    {"@odata.id": "/redfish/v1/Systems", "Name": "Systems", "Members@odata.count": %d,
     "@odata.type": "#ComputerSystemCollection.ComputerSystemCollection", "Members": [%s]}
    """
        .formatted(ids.size(), members);
  }

  static String system(RedfishEmulator emulator, String path) {
    boolean settings = path.endsWith("/SD");
    String boot =
        emulator.boot.entrySet().stream()
            .map(it -> "\"%s\": \"%s\"".formatted(it.getKey(), it.getValue()))
            .collect(Collectors.joining(", "));
    String allowed =
        emulator.actionInfo
            ? "\"@Redfish.ActionInfo\": \"%s/ResetActionInfo\"".formatted(path)
            : "\"ResetType@Redfish.AllowableValues\": " + words(emulator.resets);
    return """
    {"@odata.id": "%1$s", "@odata.type": "#ComputerSystem.v1_13_0.ComputerSystem",
     "Id": "%2$s", "Name": "node 7", "UUID": "58893887-8974-2487-2389-841168418919",
     "PowerState": "%3$s", "Status": {"State": "Enabled", "Health": "OK"},
     %4$s
     "Boot": {%5$s, "BootSourceOverrideTarget@Redfish.AllowableValues":
       ["None", "Pxe", "Hdd", "UefiHttp"]},
     %6$s
     "Actions": {"#ComputerSystem.Reset":
       {"target": "%1$s/Actions/ComputerSystem.Reset", %7$s}}}
    """
        .formatted(
            path,
            path.substring(path.lastIndexOf('/') + 1),
            emulator.power,
            emulator.ledOnly
                ? "\"IndicatorLED\": \"%s\",".formatted(emulator.light)
                : "\"LocationIndicatorActive\": %s,".formatted(emulator.light),
            boot,
            emulator.settingsObject && !settings
                ? "\"@Redfish.Settings\": {\"SettingsObject\": {\"@odata.id\": \"%s/SD\"}},"
                    .formatted(path)
                : "",
            allowed);
  }

  static String actionInfo(List<String> resets) {
    return """
    {"Id": "ResetActionInfo", "Name": "Reset",
     "Parameters": [{"Name": "ResetType", "Required": true, "AllowableValues": %s}]}
    """
        .formatted(words(resets));
  }

  static String task(String state, String message) {
    return """
    {"@odata.id": "/redfish/v1/TaskService/Tasks/1", "Id": "1", "Name": "Reset",
     "TaskState": "%s", "Messages": [%s]}
    """
        .formatted(state, message == null ? "" : "{\"Message\": \"%s\"}".formatted(message));
  }

  static String error(String message) {
    return """
    {"error": {"code": "Base.1.8.GeneralError", "message": "See ExtendedInfo.",
      "@Message.ExtendedInfo": [{"MessageId": "Base.1.8.X", "Message": "%s"}]}}
    """
        .formatted(message);
  }

  private static String words(List<String> words) {
    return words.stream().collect(Collectors.joining("\", \"", "[\"", "\"]"));
  }
}
