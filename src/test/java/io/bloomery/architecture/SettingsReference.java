package io.bloomery.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;

/** Every setting, read from the records that bind them. */
final class SettingsReference {
  record Setting(String name, String type, String fallback, String meaning) {}

  private SettingsReference() {}

  static List<Setting> all() throws IOException {
    List<Setting> settings = new ArrayList<>();
    for (JavaClass type : Ours.CLASSES) {
      if (type.isAnnotatedWith(ConfigurationProperties.class)) {
        settings.addAll(of(type.reflect()));
      }
    }
    settings.sort(Comparator.comparing(Setting::name));
    return settings;
  }

  static String table() throws IOException {
    StringBuilder table = new StringBuilder("| setting | default | what it is |\n|---|---|---|\n");
    for (Setting setting : all()) {
      table.append(
          "| `%s` | %s | %s |\n"
              .formatted(
                  setting.name(),
                  setting.fallback().isEmpty() ? "" : "`" + setting.fallback() + "`",
                  setting.meaning()));
    }
    return table.toString();
  }

  private static List<Setting> of(Class<?> type) throws IOException {
    ConfigurationProperties bound = type.getAnnotation(ConfigurationProperties.class);
    String prefix = bound.value().isEmpty() ? bound.prefix() : bound.value();
    Path source = Path.of("src/main/java", type.getName().replace('.', '/') + ".java");
    String text = Files.readString(source);
    List<Setting> settings = new ArrayList<>();
    RecordComponent[] components = type.getRecordComponents();
    Parameter[] parameters = canonical(type).getParameters();
    for (int i = 0; i < components.length; i++) {
      DefaultValue fallback = parameters[i].getAnnotation(DefaultValue.class);
      Name name = parameters[i].getAnnotation(Name.class);
      settings.add(
          new Setting(
              prefix + "." + (name == null ? kebab(components[i].getName()) : name.value()),
              components[i].getType().getSimpleName(),
              fallback == null ? "" : String.join(", ", fallback.value()),
              meaning(text, components[i].getName())));
    }
    return settings;
  }

  /** The text behind {@code @param} in the record's comment. */
  private static String meaning(String source, String component) {
    Matcher param =
        Pattern.compile(
                "\\* @param " + component + "\\s+(.*?)(?=\\n \\* @|\\n \\*/)", Pattern.DOTALL)
            .matcher(source);
    return param.find()
        ? param
            .group(1)
            .replaceAll("\\s*\\n \\*\\s*", " ")
            .replaceAll("\\{@(?:code|link) ([^}]*)}", "`$1`")
            .replace("|", "\\|")
            .strip()
        : "";
  }

  private static Constructor<?> canonical(Class<?> type) {
    int size = type.getRecordComponents().length;
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      if (constructor.getParameterCount() == size) {
        return constructor;
      }
    }
    throw new IllegalArgumentException(type + " (expected: a record)");
  }

  private static String kebab(String name) {
    return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }
}
