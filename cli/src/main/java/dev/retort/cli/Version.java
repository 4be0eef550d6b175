package dev.retort.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** Of the jar that this is. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Main.class.getPackage().getImplementationVersion();
        return new String[] {"retort " + Objects.requireNonNullElse(version, "(not packaged)")};
    }
}
