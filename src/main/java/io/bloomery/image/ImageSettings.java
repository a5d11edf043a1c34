package io.bloomery.image;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How images come into the store.
 *
 * @param importDirectory a directory of the controller that files may be imported from, beside
 *     {@code import} in the data directory
 * @param maxLength the largest disk an image may hold, and the largest file that is read for one
 */
@ConfigurationProperties("bloomery.image")
public record ImageSettings(
    @DefaultValue("target/image") Path importDirectory, @DefaultValue("64GB") DataSize maxLength) {}
