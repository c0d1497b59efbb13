# Sourced: a server that answers every start alike, and does little else, so that it is not what is measured. Sets
# `work`, a folder that goes with it, and `endpoint`. PORT chooses its port.
work=$(mktemp -d)
port=${PORT:-18097}
server=
trap '[ -z "$server" ] || kill "$server"; rm -rf "$work"' EXIT

cat > "$work/nginx.conf" << CONF
daemon off; master_process off; pid $work/nginx.pid; error_log $work/error.log;
events { worker_connections 1024; }
http {
    access_log off; keepalive_requests 1000000; default_type application/json;
    client_body_temp_path $work/b; proxy_temp_path $work/p; fastcgi_temp_path $work/f;
    uwsgi_temp_path $work/u; scgi_temp_path $work/s;
    server {
        listen unix:$work/unused; listen 127.0.0.1:$port;
        add_header X-Request-Id 0ee9c8e6a7dc44109541e53c6dccf47c;
        location / { return 200 '{"id":"0ee9c8e6a7dc44109541e53c6dccf47c","task_id":"d2dc947ec2424d8789bb3984bb3adf45","job_name":"job_0ee9c8e6a7dc44109541e53c6dccf47c_1620810492008","app_component_list":[]}'; }
    }
}
CONF
/usr/sbin/nginx -c "$work/nginx.conf" -p "$work" & server=$!
endpoint=http://127.0.0.1:$port
until [ -S "$work/unused" ]; do kill -0 $server; sleep 0.1; done
