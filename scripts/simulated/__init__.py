"""A simulated season 模拟编报季: a made-up city of any size taken through all its days by a real Airflow."""
