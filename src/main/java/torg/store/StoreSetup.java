package torg.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The pool of connections to the database that the settings name, or to the embedded one.
@Configuration
class StoreSetup {
    private static final int WAIT_FOR_CONNECTION_MILLIS = 15_000;

    @Bean(destroyMethod = "close")
    DataSource dataSource(DatabaseAccess access, Settings settings) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(access.url());
        config.setUsername(access.user());
        config.setPassword(access.password());
        config.setMaximumPoolSize(settings.poolSize());
        config.setConnectionTimeout(WAIT_FOR_CONNECTION_MILLIS);
        config.setPoolName("torg");
        config.addDataSourceProperty("ApplicationName", "torg");
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        return new HikariDataSource(config);
    }
}
